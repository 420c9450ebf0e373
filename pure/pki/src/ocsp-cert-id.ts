import { hashOfOid, oidOfHash, readAlgorithm } from './algorithm.ts';
import type { Bytes } from './bytes.ts';
import { type DerReader, readDer } from './der-read.ts';
import { der } from './der-write.ts';
import type { Name } from './name.ts';
import type { Digest, HashAlgorithm } from './ports.ts';
import { parsePublicKey } from './public-key.ts';
import { toHex } from './text-encodings.ts';

/** CertID (RFC 6960 §4.1.1): a certificate named by its serial number and hashes of its issuer's name and key. */
export interface OcspCertId {
  /** Undefined for a hash that is not known here: such a certificate is `unknown`. */
  readonly hash: HashAlgorithm | undefined;
  readonly issuerNameHash: Bytes;
  readonly issuerKeyHash: Bytes;
  readonly serial: string;
  /** Content octets of the serial number. */
  readonly serialBytes: Bytes;
  /** Echoed octet for octet in the answer. */
  readonly der: Bytes;
}

export interface OcspIssuer {
  readonly subject: Name;
  readonly spki: Bytes;
}

export function readCertId(reader: DerReader): OcspCertId {
  const whole = reader.raw();
  const sequence = readDer(whole, whole.length).sequence();
  const hash = hashOfOid(readAlgorithm(sequence).oid);
  const issuerNameHash = sequence.octetString();
  const issuerKeyHash = sequence.octetString();
  const serialBytes = sequence.integer();
  sequence.finish();
  return { hash, issuerNameHash, issuerKeyHash, serialBytes, serial: toHex(serialBytes), der: whole };
}

/** The two hashes by which OCSP knows an issuer; a responder keeps them per hash. */
export async function ocspIssuerHashes(
  issuer: OcspIssuer,
  digest: Digest,
  hash: HashAlgorithm,
): Promise<{ readonly issuerNameHash: Bytes; readonly issuerKeyHash: Bytes }> {
  const key = parsePublicKey(issuer.spki).subjectPublicKey;
  return {
    issuerNameHash: await digest.digest(hash, issuer.subject.der),
    issuerKeyHash: await digest.digest(hash, key),
  };
}

/**
 * Names a certificate for a request.
 * @param serialBytes content octets of its serial number
 * @param hash SHA-1 by default: RFC 5019 §2.1.1 allows no other, and nothing here rests on its collision resistance
 */
export async function ocspCertId(
  serialBytes: Bytes,
  issuer: OcspIssuer,
  digest: Digest,
  hash: HashAlgorithm = 'sha1',
): Promise<OcspCertId> {
  const hashes = await ocspIssuerHashes(issuer, digest, hash);
  const encoded = der.sequence(
    der.sequence(der.oid(oidOfHash(hash)), der.null()),
    der.octetString(hashes.issuerNameHash),
    der.octetString(hashes.issuerKeyHash),
    der.element(0x02, serialBytes),
  );
  return { hash, ...hashes, serialBytes, serial: toHex(serialBytes), der: encoded };
}
