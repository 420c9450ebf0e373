import {
  type Bytes,
  type Certificate,
  type CmsSigner,
  type Digest,
  isIdOf,
  OID,
  parseSignedData,
  PkiError,
  readDer,
  TAG,
  type Verifier,
  verifySigner,
} from '@lanyard/pki';

/** A request, its certificate and its envelope; with room for chains that some clients send along. */
export const MAX_SCEP_OCTETS = 64 << 10;

export type ScepMessageType = 'PKCSReq' | 'RenewalReq' | 'CertPoll';

const TYPES: Readonly<Record<string, ScepMessageType>> = { 17: 'RenewalReq', 19: 'PKCSReq', 20: 'CertPoll' };

/** A pkiMessage (RFC 8894 §3.2) whose outer layer was read. */
export interface ScepMessage {
  /** Undefined for types that are not served, such as GetCRL. */
  readonly type: ScepMessageType | undefined;
  readonly transactionId: string;
  /** 16 octets. */
  readonly senderNonce: Bytes;
  /** DER of the EnvelopedData inside. */
  readonly envelope: Bytes | undefined;
  /** Who signed: on its own word, or by a certificate that is on record. */
  readonly signer: Certificate;
  /** Whether the signature is right under that certificate. */
  readonly genuine: boolean;
}

/**
 * Reads a pkiMessage as far as it takes to answer it.
 * @throws PkiError where no answer can be addressed: no transaction id, no nonce, no signer's certificate
 */
export async function readScepMessage(
  octets: Uint8Array,
  tools: { readonly digest: Digest; readonly verifier: Verifier },
): Promise<ScepMessage> {
  const signed = parseSignedData(octets, MAX_SCEP_OCTETS);
  const [info, ...more] = signed.signers;
  if (info === undefined || more.length > 0) throw new PkiError('scep_signer', 'one signer is expected');
  const signer = signed.certificates.find((certificate) => isIdOf(info.signer, certificate));
  if (signer === undefined) throw new PkiError('scep_signer', "the signer's certificate is missing");
  const type = textOf(info, OID.scepMessageType);
  const transactionId = textOf(info, OID.scepTransactionId);
  if (transactionId === '' || transactionId.length > 128)
    throw new PkiError('scep_transaction', 'a transaction id has 1 to 128 characters');
  const senderNonce = valueOf(info, OID.scepSenderNonce).octetString();
  if (senderNonce.length !== 16) throw new PkiError('scep_nonce', 'a nonce has 16 octets');
  const genuine = signed.contentType === OID.data && (await verifySigner(signed, info, signer, tools));
  return { type: TYPES[type], transactionId, senderNonce, envelope: signed.content, signer, genuine };
}

function valueOf({ attributes }: CmsSigner, oid: string) {
  const [value, ...more] = attributes.find((attribute) => attribute.oid === oid)?.values ?? [];
  if (value === undefined || more.length > 0) throw new PkiError('scep_attribute', `one ${oid} is expected`);
  return readDer(value, 1_024);
}

const textOf = (info: CmsSigner, oid: string): string => valueOf(info, oid).ia5String(TAG.printableString);
