import { generateKeyPair, nodeDigest, softwareSigner } from '@lanyard/crypto';
import {
  type Bytes,
  crlExt,
  type CrlEntryInput,
  ext,
  type Extension,
  type GeneralName,
  keyIdentifierOf,
  type KeyUsage,
  type Name,
  nameFrom,
  signCertificate,
  signCrl,
} from '@lanyard/pki';

export const at = new Date('2026-06-01T12:00:00Z');
export const days = (count: number): Date => new Date(at.getTime() + count * 86_400_000);

type SoftwareSigner = ReturnType<typeof softwareSigner>;

export interface CrlDraft {
  thisUpdate: Date;
  nextUpdate: Date;
  signer: SoftwareSigner;
  number: number;
  revoked: CrlEntryInput[];
  extensions: Extension[];
  tamper: boolean;
}

/** One certificate before it is signed; mutations write here. */
export interface LevelDraft {
  name: Name;
  issuer: Name;
  serial: Bytes;
  notBefore: Date;
  notAfter: Date;
  basicConstraints: { ca: boolean; pathLength?: number } | null;
  keyUsage: KeyUsage[] | null;
  names: GeneralName[];
  policies: string[];
  /** By identifier, so that a mutation replaces what stood there. */
  more: Map<string, Extension>;
  authorityKey: Bytes;
  signer: SoftwareSigner;
  /** Signs this certificate. */
  by: SoftwareSigner;
  tamper: boolean;
  /** What this level signs about the one below; a mutation may take them all away. */
  crls: CrlDraft[];
}

/** Authorities from the one below the root downwards, the leaf last. */
export interface ChainDraft {
  readonly root: Root;
  levels: LevelDraft[];
}

export interface Root {
  readonly name: Name;
  readonly signer: SoftwareSigner;
  readonly certificate: Bytes;
  /** Grows while chains are drafted; one CRL speaks for all of them. */
  readonly revoked: CrlEntryInput[];
}

export interface SignedChain {
  readonly leaf: Bytes;
  readonly intermediates: readonly Bytes[];
  readonly crls: readonly Bytes[];
}

const keys = (['ec-p256', 'ec-p384', 'rsa-2048'] as const).flatMap((kind) =>
  Array.from({ length: kind === 'ec-p256' ? 24 : 4 }, () => generateKeyPair(kind)),
);

/** Keys are used by many chains: what is tested is the reading of certificates, and RSA keys take long to make. */
export function signerOf(random: () => number): SoftwareSigner {
  const key = keys[Math.floor(random() * keys.length)];
  if (!key) throw new Error('there are keys');
  const rsa = softwareSigner(key.pkcs8);
  return rsa.algorithm.startsWith('rsa-') && random() < 0.5 ? softwareSigner(key.pkcs8, 'rsa-pss-sha256') : rsa;
}

export const named = (commonName: string): Name =>
  nameFrom([
    { type: 'O', value: 'Lanyard Differential' },
    { type: 'CN', value: commonName },
  ]);
export const serialOf = (number: number): Bytes => Uint8Array.of(1, number >> 16, (number >> 8) & 0xff, number & 0xff);

export async function makeRoot(number: number, random: () => number): Promise<Root> {
  const signer = signerOf(random);
  const name = named(`Root ${number}`);
  const extensions = [
    ext.basicConstraints({ ca: true }),
    ext.keyUsage(['keyCertSign', 'cRLSign']),
    ext.subjectKeyIdentifier(await identifier(signer)),
  ];
  const template = {
    serial: serialOf(number + 1),
    issuer: name,
    subject: name,
    notBefore: days(-900),
    notAfter: days(900),
    spki: signer.spki,
    extensions,
  };
  return { name, signer, certificate: await signCertificate(template, signer), revoked: [] };
}

export function rootCrl(root: Root): Promise<Bytes> {
  return signList(root.name, newCrl(root.signer, root.revoked));
}

export function newCrl(signer: SoftwareSigner, revoked: CrlEntryInput[] = []): CrlDraft {
  return { thisUpdate: days(-1), nextUpdate: days(1), signer, number: 10, revoked, extensions: [], tamper: false };
}

export async function signChain({ levels }: ChainDraft): Promise<SignedChain> {
  const certificates = await Promise.all(levels.map(signLevel));
  const crls = await Promise.all(levels.flatMap((level) => level.crls.map((crl) => signList(level.name, crl))));
  const leaf = certificates.pop();
  if (!leaf) throw new Error('a chain has a leaf');
  return { leaf, intermediates: certificates, crls };
}

async function signLevel(level: LevelDraft): Promise<Bytes> {
  const { name: subject, issuer, serial, notBefore, notAfter, signer, by } = level;
  const extensions = [
    ...(level.basicConstraints ? [ext.basicConstraints(level.basicConstraints)] : []),
    ...(level.keyUsage ? [ext.keyUsage(level.keyUsage)] : []),
    ...(level.names.length > 0 ? [ext.subjectAltName(level.names)] : []),
    ...(level.policies.length > 0 ? [ext.policies(level.policies)] : []),
    ext.subjectKeyIdentifier(await identifier(signer)),
    ext.authorityKeyIdentifier(level.authorityKey),
    ...level.more.values(),
  ];
  const der = await signCertificate(
    { serial, issuer, subject, notBefore, notAfter, spki: signer.spki, extensions },
    by,
  );
  return level.tamper ? turnBit(der) : der;
}

async function signList(
  issuer: Name,
  { thisUpdate, nextUpdate, number, revoked, extensions, signer, tamper }: CrlDraft,
): Promise<Bytes> {
  const always = [crlExt.authorityKeyIdentifier(await identifier(signer)), crlExt.crlNumber(number)];
  const der = await signCrl(
    { issuer, thisUpdate, nextUpdate, extensions: [...always, ...extensions], entries: revoked },
    signer,
  );
  return tamper ? turnBit(der) : der;
}

export async function identifier(signer: SoftwareSigner): Promise<Bytes> {
  return keyIdentifierOf(signer.spki, nodeDigest);
}

/** The last bit but a few: inside the signature, and the structure stays whole. */
function turnBit(der: Bytes): Bytes {
  const copy = der.slice();
  const place = copy.length - 3;
  copy[place] = (copy[place] ?? 0) ^ 4;
  return copy;
}
