import type { Bytes, MaybePromise } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { der } from '../der-write.ts';
import { PkiError } from '../errors.ts';
import { OID } from '../oid.ts';
import type { Random } from '../ports.ts';
import { subtle } from '../web/subtle.ts';
import { decryptContent } from './decrypt.ts';
import { type EnvelopedData, isIdOf } from './enveloped-data.ts';

/**
 * RSAES-PKCS1-v1_5 (RFC 8017 §7.2), which WebCrypto leaves out. It is here for SCEP alone, whose clients know
 * nothing else; whatever can choose takes `encryptCms`.
 */
export interface RsaTransport {
  encrypt(spki: Bytes, message: Bytes): MaybePromise<Bytes>;
  /**
   * Decrypts with implicit rejection, in constant time: under wrong padding it answers octets that look like a message
   * and never says so. @throws only for a ciphertext of another length than the modulus
   */
  decrypt(ciphertext: Bytes): MaybePromise<Bytes>;
}

export type ContentCipher = 'aes-128-cbc' | 'aes-256-cbc';

const CIPHERS = {
  'aes-128-cbc': { oid: OID.aes128Cbc, octets: 16 },
  'aes-256-cbc': { oid: OID.aes256Cbc, octets: 32 },
} as const;

/** The cipher that a message used; undefined for one that is not taken. */
export const cipherOf = ({ contentAlgorithm }: EnvelopedData): ContentCipher | undefined =>
  contentAlgorithm.oid === OID.aes128Cbc
    ? 'aes-128-cbc'
    : contentAlgorithm.oid === OID.aes256Cbc
      ? 'aes-256-cbc'
      : undefined;

/**
 * Encrypts to an RSA key by PKCS#1 v1.5 and AES-CBC (RFC 5652 §6, RFC 3370 §4.2.1). It hides and does not authenticate.
 * @throws PkiError `cms_recipient` for a key that is not RSA
 */
export async function encryptByTransport(
  plaintext: Bytes,
  recipient: Certificate,
  transport: Pick<RsaTransport, 'encrypt'>,
  { random, cipher = 'aes-256-cbc' }: { readonly random: Random; readonly cipher?: ContentCipher },
): Promise<Bytes> {
  if (recipient.publicKey.kind !== 'rsa') throw new PkiError('cms_recipient', 'the key of this certificate is not RSA');
  const { oid, octets } = CIPHERS[cipher];
  const secret = random.bytes(octets);
  const iv = random.bytes(16);
  const key = await subtle().importKey('raw', secret, 'AES-CBC', false, ['encrypt']);
  const ciphertext = new Uint8Array(await subtle().encrypt({ name: 'AES-CBC', iv }, key, plaintext));
  const info = der.sequence(
    der.integer(0),
    der.sequence(recipient.issuer.der, der.element(0x02, recipient.serialBytes)),
    der.sequence(der.oid(OID.rsaEncryption), der.null()),
    der.octetString(await transport.encrypt(recipient.spki, secret)),
  );
  const algorithm = der.sequence(der.oid(oid), der.octetString(iv));
  const content = der.sequence(der.oid(OID.data), algorithm, der.primitive(0, ciphertext));
  return der.sequence(
    der.oid(OID.envelopedData),
    der.constructed(0, der.sequence(der.integer(0), der.set(info), content)),
  );
}

/**
 * Decrypts for an RSA key. A padding that is wrong, a content key of a wrong length and content that does not decrypt
 * are one failure and take one way: nobody learns which it was (Bleichenbacher; RFC 3218 §2.3.2).
 * @throws PkiError `cms_recipient`, `cms_algorithm`, `cms_decrypt`
 */
export async function decryptByTransport(
  enveloped: EnvelopedData,
  recipient: Certificate,
  transport: Pick<RsaTransport, 'decrypt'>,
  random: Random,
): Promise<Bytes> {
  const own = enveloped.recipients.find((candidate) => isIdOf(candidate.recipient, recipient));
  if (own === undefined) throw new PkiError('cms_recipient', 'nothing here is encrypted to this certificate');
  const cipher = cipherOf(enveloped);
  if (own.kind !== 'transport' || own.algorithm.oid !== OID.rsaEncryption || cipher === undefined)
    throw new PkiError('cms_algorithm', 'RSA PKCS#1 v1.5 with AES-CBC is expected');
  const { octets } = CIPHERS[cipher];
  const instead = random.bytes(octets);
  try {
    const opened = await transport.decrypt(own.encryptedKey);
    return await decryptContent(enveloped, opened.length === octets ? opened : instead);
  } catch {
    throw new PkiError('cms_decrypt', 'the content does not decrypt under this key');
  }
}
