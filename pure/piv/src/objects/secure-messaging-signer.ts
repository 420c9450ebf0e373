import { type Bytes, type Certificate, concatBytes, parseCertificate, PkiError } from '@lanyard/pki';
import { type CipherSuite, suiteOfCurve } from '../secure-messaging/cipher-suite.ts';
import { readCvc } from '../secure-messaging/cvc.ts';
import { encodeTlv, readTlvs } from '../tlv.ts';

const TAG = { certificate: 0x70, info: 0x71, intermediate: 0x7f21, errorDetection: 0xfe } as const;

/** Who signs card verifiable certificates: a content signing certificate, and maybe one that it signed itself. */
export interface CvcSigners {
  readonly certificate: Certificate;
  /** Card verifiable, from its tag 7F21. */
  readonly intermediate?: Bytes;
}

/** Secure Messaging Certificate Signer, not compressed (SP 800-73-5 pt1 §3.3.7). */
export const secureMessagingSigner = ({ certificate, intermediate }: CvcSigners): Bytes =>
  concatBytes(
    encodeTlv(TAG.certificate, certificate.der),
    encodeTlv(TAG.info, Uint8Array.of(0x00)),
    intermediate ?? new Uint8Array(0),
    encodeTlv(TAG.errorDetection),
  );

/** Undefined for a container that is damaged or compressed. Nothing of it is verified. */
export function readSecureMessagingSigner(content: Bytes): CvcSigners | undefined {
  const [certificate, info, ...more] = readTlvs(content) ?? [];
  const between = more.length === 2 ? more.shift() : undefined;
  const plain = certificate?.tag === TAG.certificate && info?.tag === TAG.info && info.value[0] === 0x00;
  if (!plain || more.length !== 1 || more[0]?.tag !== TAG.errorDetection) return undefined;
  if (between !== undefined && between.tag !== TAG.intermediate) return undefined;
  try {
    const parsed = parseCertificate(certificate.value);
    return {
      certificate: parsed,
      ...(between === undefined ? {} : { intermediate: encodeTlv(between.tag, between.value) }),
    };
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

/** The suite of a card with this container: it is on the curve of whoever signed its certificate. */
export function suiteOfSigner(content: Bytes): CipherSuite | undefined {
  const signers = readSecureMessagingSigner(content);
  if (signers?.intermediate !== undefined) return readCvc(signers.intermediate)?.suite;
  return signers?.certificate.publicKey.kind === 'ec' ? suiteOfCurve(signers.certificate.publicKey.curve) : undefined;
}
