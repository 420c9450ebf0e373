import { type AlgorithmIdentifier, type Bytes, concatBytes, der, encodeSignatureAlgorithm } from '@lanyard/pki';
import { readAlgorithm, readDer, type Signer } from '@lanyard/pki';
import { encodeTlv, readTlv, readTlvs } from '../tlv.ts';
import { type CipherSuite, CS2, CS7 } from './cipher-suite.ts';

/** Tags of a card verifiable certificate, in their order (SP 800-73-5 pt2 Tables 15 and 16). */
const TAG = {
  certificate: 0x7f21,
  profile: 0x5f29,
  issuer: 0x42,
  subject: 0x5f20,
  publicKey: 0x7f49,
  role: 0x5f4c,
  signature: 0x5f37,
} as const;
const ORDER = [TAG.profile, TAG.issuer, TAG.subject, TAG.publicKey, TAG.role, TAG.signature];
const [OID, POINT] = [0x06, 0x86];
const PROFILE = 0x80;
const ROLES = { card: 0x00, intermediate: 0x12 } as const;
const ISSUER_OCTETS = 8;
const SUBJECT_OCTETS = { card: 16, intermediate: 8 } as const;
const LONGEST_SIGNATURE = 1024;

export interface CvcContent {
  /** Of a card's secure messaging key, or of a key that signs such certificates. */
  readonly role: 'card' | 'intermediate';
  /** 8 octets: the beginning of the signer's key identifier, or its subject where it has such a certificate itself. */
  readonly issuer: Bytes;
  /** The card's UUID, 16 octets; 8 octets of an intermediate. */
  readonly subject: Bytes;
  readonly suite: CipherSuite;
  /** Uncompressed. */
  readonly point: Bytes;
}

export interface Cvc extends CvcContent {
  /** All of it, from 7F21: what the card is named by. */
  readonly encoded: Bytes;
  /** What is signed: the objects from profile to role. */
  readonly signed: Bytes;
  readonly algorithm: AlgorithmIdentifier;
  readonly signature: Bytes;
}

/** @throws RangeError for identifiers or a point of a wrong length */
export async function signCvc(content: CvcContent, signer: Signer): Promise<Bytes> {
  const signed = encodeContent(content);
  const signature = der.sequence(encodeSignatureAlgorithm(signer.algorithm), der.bitString(await signer.sign(signed)));
  return encodeTlv(TAG.certificate, signed, encodeTlv(TAG.signature, signature));
}

function encodeContent(content: CvcContent): Bytes {
  if (!isWellFormed(content)) throw new RangeError('an identifier or the point has a wrong length');
  const { role, issuer, subject, suite, point } = content;
  return concatBytes(
    encodeTlv(TAG.profile, Uint8Array.of(PROFILE)),
    encodeTlv(TAG.issuer, issuer),
    encodeTlv(TAG.subject, subject),
    encodeTlv(TAG.publicKey, der.oid(suite.curveOid), encodeTlv(POINT, point)),
    encodeTlv(TAG.role, Uint8Array.of(ROLES[role])),
  );
}

/** Reads a card verifiable certificate; undefined for anything else than exactly one. Its signature is not looked at. */
export function readCvc(encoded: Bytes): Cvc | undefined {
  const objects = readTlvs(readTlv(TAG.certificate, encoded) ?? new Uint8Array(0));
  if (objects?.length !== ORDER.length || !objects.every(({ tag }, index) => tag === ORDER[index])) return undefined;
  const [profile, issuer, subject, publicKey, role, signature] = objects.map(({ value }) => value);
  if (!issuer || !subject || !publicKey || !signature || !isOctet(profile, PROFILE)) return undefined;
  const key = readPublicKey(publicKey);
  const named = readRole(role);
  const proof = readSignature(signature);
  if (key === undefined || named === undefined || proof === undefined) return undefined;
  const content = { role: named, issuer, subject, ...key };
  return isWellFormed(content) ? { ...content, ...proof, encoded, signed: encodeContent(content) } : undefined;
}

function readPublicKey(template: Bytes): Pick<Cvc, 'suite' | 'point'> | undefined {
  const [oid, point, ...more] = readTlvs(template) ?? [];
  const suite = [CS2, CS7].find(({ curveOid }) => oid !== undefined && isOid(oid.value, curveOid));
  if (oid?.tag !== OID || point?.tag !== POINT || more.length > 0 || suite === undefined) return undefined;
  return { suite, point: point.value };
}

function readRole(octets: Bytes | undefined): CvcContent['role'] | undefined {
  if (isOctet(octets, ROLES.card)) return 'card';
  return isOctet(octets, ROLES.intermediate) ? 'intermediate' : undefined;
}

/** DER inside BER: an algorithm and a bit string, which for ECDSA holds r and s as X.509 writes them. */
function readSignature(encoded: Bytes): Pick<Cvc, 'algorithm' | 'signature'> | undefined {
  try {
    const reader = readDer(encoded, LONGEST_SIGNATURE);
    const sequence = reader.sequence();
    reader.finish();
    const found = { algorithm: readAlgorithm(sequence), signature: sequence.bitStringOctets() };
    sequence.finish();
    return found;
  } catch {
    // PkiError: the reader throws nothing else.
    return undefined;
  }
}

const isWellFormed = ({ role, issuer, subject, suite, point }: CvcContent): boolean =>
  issuer.length === ISSUER_OCTETS &&
  subject.length === SUBJECT_OCTETS[role] &&
  point.length === 2 * suite.coordinate + 1 &&
  point[0] === 0x04;

const isOctet = (octets: Bytes | undefined, octet: number): boolean => octets?.length === 1 && octets[0] === octet;

function isOid(content: Bytes, oid: string): boolean {
  const expected = der.oid(oid).subarray(2);
  return content.length === expected.length && content.every((octet, index) => octet === expected[index]);
}
