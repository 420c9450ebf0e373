import { hashOfOid, readAlgorithm } from '../algorithm.ts';
import type { Bytes } from '../bytes.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { readDer } from '../der-read.ts';
import { constructedTag } from '../der-tags.ts';
import { PkiError } from '../errors.ts';
import { OID } from '../oid.ts';
import type { HashAlgorithm } from '../ports.ts';
import { subtle, type WebKey } from '../web/subtle.ts';
import { webHashName } from '../web/web-random.ts';
import { type CmsRecipient, type EnvelopedData, isIdOf, parseEnvelopedData } from './enveloped-data.ts';
import { agreeOnWrapKey, wrapBitsOf } from './key-agreement.ts';

/**
 * Decrypts EnvelopedData for the holder of a certificate: RSA-OAEP or ECDH, then AES-CBC.
 * @param pkcs8 the recipient's private key, PKCS#8 DER
 * @throws PkiError `cms_recipient` where it is for others, `cms_algorithm`, `cms_decrypt`
 */
export async function decryptCms(
  octets: Uint8Array,
  pkcs8: Bytes,
  recipientCertificate: Uint8Array | Certificate,
): Promise<Bytes> {
  const certificate =
    'publicKey' in recipientCertificate ? recipientCertificate : parseCertificate(recipientCertificate);
  const enveloped = parseEnvelopedData(octets);
  const recipient = enveloped.recipients.find((candidate) => isIdOf(candidate.recipient, certificate));
  if (recipient === undefined) throw new PkiError('cms_recipient', 'nothing here is encrypted to this certificate');
  try {
    const key = await openKey(recipient, pkcs8, certificate);
    return await decryptContent(enveloped, key);
  } catch (error) {
    if (error instanceof PkiError) throw error;
    // One answer for every way to fail, so that none tells an attacker about padding.
    throw new PkiError('cms_decrypt', 'the content does not decrypt under this key');
  }
}

function openKey(recipient: CmsRecipient, pkcs8: Bytes, certificate: Certificate): Promise<Bytes> {
  return recipient.kind === 'transport'
    ? openTransport(recipient, pkcs8)
    : openAgreement(recipient, pkcs8, certificate);
}

const unknown = (what: string): PkiError => new PkiError('cms_algorithm', `${what} is not known here`);

async function openTransport(recipient: CmsRecipient, pkcs8: Bytes): Promise<Bytes> {
  if (recipient.algorithm.oid !== OID.rsaOaep) throw unknown('this way to transport a key');
  const hash = webHashName(readOaep(recipient.algorithm.parameters));
  const key = await subtle().importKey('pkcs8', pkcs8, { name: 'RSA-OAEP', hash }, false, ['decrypt']);
  return new Uint8Array(await subtle().decrypt({ name: 'RSA-OAEP' }, key, recipient.encryptedKey));
}

/** RSAES-OAEP-params (RFC 4055 §4.1). WebCrypto has one hash for both places, and an empty label. */
function readOaep(parameters: Bytes | undefined): HashAlgorithm {
  if (parameters === undefined) throw unknown('OAEP without parameters');
  const sequence = readDer(parameters, 512).sequence();
  const own = sequence.optional(constructedTag(0));
  const mask = sequence.optional(constructedTag(1));
  const hash = own === undefined ? 'sha1' : hashOfOid(readAlgorithm(own).oid);
  const mgf = mask === undefined ? undefined : readAlgorithm(mask);
  const mgfHash = mgf?.parameters === undefined ? 'sha1' : hashOfOid(readAlgorithm(readDer(mgf.parameters, 256)).oid);
  if (!sequence.done || hash === undefined || hash !== mgfHash) throw unknown('OAEP with a label or with two hashes');
  return hash;
}

const SCHEMES = new Map<string, HashAlgorithm>([
  [OID.ecdhStdSha1Kdf, 'sha1'],
  [OID.ecdhStdSha256Kdf, 'sha256'],
  [OID.ecdhStdSha384Kdf, 'sha384'],
]);

async function openAgreement(
  recipient: Extract<CmsRecipient, { kind: 'agreement' }>,
  pkcs8: Bytes,
  { publicKey }: Certificate,
): Promise<Bytes> {
  const hash = SCHEMES.get(recipient.algorithm.oid);
  const { parameters } = recipient.algorithm;
  const bits = parameters === undefined ? undefined : wrapBitsOf(readAlgorithm(readDer(parameters, 64)).oid);
  if (hash === undefined || bits === undefined || publicKey.kind !== 'ec') throw unknown('this way to agree on a key');
  const algorithm = { name: 'ECDH', namedCurve: publicKey.curve };
  const own = await subtle().importKey('pkcs8', pkcs8, algorithm, false, ['deriveBits']);
  const peer = await subtle().importKey('raw', recipient.point, algorithm, false, []);
  const wrapper = await agreeOnWrapKey({ own, peer, curve: publicKey.curve }, hash, bits, recipient.ukm);
  return unwrap(recipient.encryptedKey, wrapper);
}

async function unwrap(wrapped: Bytes, wrapper: WebKey): Promise<Bytes> {
  const usages = ['decrypt'];
  const key = await subtle().unwrapKey('raw', wrapped, wrapper, 'AES-KW', 'AES-CBC', true, usages);
  return new Uint8Array(await subtle().exportKey('raw', key));
}

const CIPHERS = new Map<string, number>([
  [OID.aes128Cbc, 16],
  [OID.aes256Cbc, 32],
]);

/** Decrypts the content under its key, for callers who opened that on their own (a card, a hardware module). */
export async function decryptContent({ contentAlgorithm, ciphertext }: EnvelopedData, key: Bytes): Promise<Bytes> {
  const length = CIPHERS.get(contentAlgorithm.oid);
  if (length === undefined || contentAlgorithm.parameters === undefined) throw unknown('this encryption of content');
  const iv = readDer(contentAlgorithm.parameters, 64).octetString();
  if (key.length !== length || iv.length !== 16) throw new PkiError('cms_decrypt', 'a key or vector of another length');
  const imported = await subtle().importKey('raw', key, 'AES-CBC', false, ['decrypt']);
  return new Uint8Array(await subtle().decrypt({ name: 'AES-CBC', iv }, imported, ciphertext));
}
