import type { Bytes } from '../bytes.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { constructedTag } from '../der-tags.ts';
import { der } from '../der-write.ts';
import { PkiError } from '../errors.ts';
import { OID } from '../oid.ts';
import { subtle, type WebKey } from '../web/subtle.ts';
import { webRandom } from '../web/web-random.ts';
import { agreeOnWrapKey, encodeWrap } from './key-agreement.ts';

/**
 * Encrypts to one recipient (EnvelopedData, RFC 5652 §6): AES-256-CBC, its key by RSA-OAEP with SHA-256 (RFC 4056) or
 * by ephemeral ECDH with AES key wrap (RFC 5753). It hides and does not authenticate: sign what is inside where that
 * matters.
 * @param contentType of what is inside; data by default
 * @throws PkiError `cms_recipient` for a certificate whose key cannot receive
 */
export async function encryptCms(
  plaintext: Bytes,
  recipientCertificate: Uint8Array | Certificate,
  contentType: string = OID.data,
): Promise<Bytes> {
  const recipient = 'publicKey' in recipientCertificate ? recipientCertificate : parseCertificate(recipientCertificate);
  const content = await encryptContent(plaintext, contentType);
  const info = await encodeRecipient(recipient, content.key);
  // Version 0 for a recipient named by issuer and serial alone, 2 for any other (RFC 5652 §6.1).
  const version = recipient.publicKey.kind === 'rsa' ? 0 : 2;
  const enveloped = der.sequence(der.integer(version), der.set(info), content.encoded);
  return der.sequence(der.oid(OID.envelopedData), der.constructed(0, enveloped));
}

async function encryptContent(
  plaintext: Bytes,
  contentType: string,
): Promise<{ readonly key: WebKey; readonly encoded: Bytes }> {
  const key = await subtle().importKey('raw', webRandom.bytes(32), 'AES-CBC', true, ['encrypt']);
  const iv = webRandom.bytes(16);
  const ciphertext = new Uint8Array(await subtle().encrypt({ name: 'AES-CBC', iv }, key, plaintext));
  const algorithm = der.sequence(der.oid(OID.aes256Cbc), der.octetString(iv));
  return { key, encoded: der.sequence(der.oid(contentType), algorithm, der.primitive(0, ciphertext)) };
}

function encodeRecipient(recipient: Certificate, key: WebKey): Promise<Bytes> {
  const usage = recipient.keyUsage;
  const { publicKey } = recipient;
  // A key that its certificate keeps for signatures would have no escrowed copy to decrypt with.
  if (publicKey.kind === 'rsa' && usage?.has('keyEncipherment') !== false) return keyTransport(recipient, key);
  if (publicKey.kind === 'ec' && usage?.has('keyAgreement') !== false)
    return keyAgreement(recipient, publicKey.curve, key);
  throw new PkiError('cms_recipient', 'the key of this certificate is not meant for receiving keys');
}

const issuerAndSerial = (certificate: Certificate): Bytes =>
  der.sequence(certificate.issuer.der, der.element(0x02, certificate.serialBytes));

async function keyTransport(recipient: Certificate, contentKey: WebKey): Promise<Bytes> {
  const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256' };
  const key = await subtle().importKey('spki', recipient.spki, algorithm, false, ['encrypt']);
  const raw = new Uint8Array(await subtle().exportKey('raw', contentKey));
  const encrypted = new Uint8Array(await subtle().encrypt({ name: 'RSA-OAEP' }, key, raw));
  const sha256 = der.sequence(der.oid(OID.sha256), der.null());
  const parameters = der.sequence(
    der.constructed(0, sha256),
    der.constructed(1, der.sequence(der.oid(OID.mgf1), sha256)),
  );
  return der.sequence(
    der.integer(0),
    issuerAndSerial(recipient),
    der.sequence(der.oid(OID.rsaOaep), parameters),
    der.octetString(encrypted),
  );
}

async function keyAgreement(
  recipient: Certificate,
  curve: 'P-256' | 'P-384' | 'P-521',
  contentKey: WebKey,
): Promise<Bytes> {
  const algorithm = { name: 'ECDH', namedCurve: curve };
  const peer = await subtle().importKey('spki', recipient.spki, algorithm, false, []);
  const ephemeral = await subtle().generateKey(algorithm, false, ['deriveBits']);
  const hash = curve === 'P-256' ? 'sha256' : 'sha384';
  const wrapper = await agreeOnWrapKey({ own: ephemeral.privateKey, peer, curve }, hash, 256, undefined);
  const wrapped = new Uint8Array(await subtle().wrapKey('raw', contentKey, wrapper, 'AES-KW'));
  const point = new Uint8Array(await subtle().exportKey('raw', ephemeral.publicKey));
  const originator = der.constructed(1, der.sequence(der.oid(OID.ecPublicKey)), der.bitString(point));
  const scheme = hash === 'sha256' ? OID.ecdhStdSha256Kdf : OID.ecdhStdSha384Kdf;
  return der.element(
    constructedTag(1),
    der.integer(3),
    der.constructed(0, originator),
    der.sequence(der.oid(scheme), encodeWrap(256)),
    der.sequence(der.sequence(issuerAndSerial(recipient), der.octetString(wrapped))),
  );
}
