import type { Bytes } from '../bytes.ts';
import { der } from '../der-write.ts';
import { TAG } from '../der-tags.ts';
import { OID } from '../oid.ts';
import type { Random } from '../ports.ts';
import { webRandom } from '../web/web-random.ts';
import { bmpPassword, derivePkcs12, PURPOSE } from './derive.ts';
import { macOf, sha256 } from './hashes.ts';
import { encryptPbes2 } from './pbes2.ts';

/** A private key with its certificate: what a store shows as one entry. */
export interface Pkcs12Identity {
  /** PKCS#8 DER of the private key. */
  readonly key: Bytes;
  /** DER of its certificate. */
  readonly certificate: Bytes;
  /** The name under which stores show the entry. */
  readonly friendlyName?: string;
}

export interface Pkcs12Template {
  /** One for each entry; a smart card in software has four. */
  readonly identities: readonly Pkcs12Identity[];
  /** DER of the issuers' certificates. */
  readonly chain?: readonly Bytes[];
  readonly password: string;
  /** Of PBKDF2 and of the MAC alike, so that neither is the easier way to the password. */
  readonly iterations?: number;
  readonly random?: Random;
}

/** Half a second in a browser; passwords of these files are random, so more would only slow down imports. */
const DEFAULT_ITERATIONS = 100_000;

/**
 * Packs keys and their certificates (RFC 7292): PBES2 with AES-256 and PBKDF2 of HMAC-SHA-256, authenticated by
 * HMAC-SHA-256. OpenSSL, NSS and the stores of current operating systems import it.
 */
export async function createPkcs12(template: Pkcs12Template): Promise<Bytes> {
  const { identities, chain = [], password, iterations = DEFAULT_ITERATIONS, random = webRandom } = template;
  const certificates = der.sequence(
    ...identities.map((identity) => certificateBag(identity.certificate, encodeAttributes(identity))),
    ...chain.map((issuer) => certificateBag(issuer, [])),
  );
  const keyBags = await Promise.all(identities.map((identity) => encodeKeyBag(identity, password, iterations, random)));
  const sealedCertificates = await encryptPbes2(certificates, password, iterations, random);
  const authenticatedSafe = der.sequence(encryptedData(sealedCertificates), data(der.sequence(...keyBags)));
  const mac = encodeMac(authenticatedSafe, password, iterations, random);
  return der.sequence(der.integer(3), data(authenticatedSafe), mac);
}

async function encodeKeyBag(
  identity: Pkcs12Identity,
  password: string,
  iterations: number,
  random: Random,
): Promise<Bytes> {
  const sealed = await encryptPbes2(identity.key, password, iterations, random);
  const value = der.sequence(sealed.algorithm, der.octetString(sealed.ciphertext));
  return bag(OID.shroudedKeyBag, value, encodeAttributes(identity));
}

/** The attributes that tie key and certificate together. */
function encodeAttributes({ certificate, friendlyName }: Pkcs12Identity): Bytes[] {
  const localKeyId = new Uint8Array(sha256(certificate)).subarray(0, 20);
  const attributes = [der.sequence(der.oid(OID.localKeyId), der.set(der.octetString(localKeyId)))];
  if (friendlyName !== undefined) {
    const bmp = der.element(TAG.bmpString, bmpPassword(friendlyName).subarray(0, -2));
    attributes.push(der.sequence(der.oid(OID.friendlyName), der.set(bmp)));
  }
  return attributes;
}

function bag(type: string, value: Bytes, attributes: readonly Bytes[]): Bytes {
  const parts = [der.oid(type), der.constructed(0, value)];
  if (attributes.length > 0) parts.push(der.setOf(attributes));
  return der.sequence(...parts);
}

const certificateBag = (certificate: Bytes, attributes: readonly Bytes[]): Bytes =>
  bag(
    OID.certBag,
    der.sequence(der.oid(OID.x509Certificate), der.constructed(0, der.octetString(certificate))),
    attributes,
  );

const data = (content: Bytes): Bytes => der.sequence(der.oid(OID.data), der.constructed(0, der.octetString(content)));

function encryptedData({ algorithm, ciphertext }: { algorithm: Bytes; ciphertext: Bytes }): Bytes {
  const content = der.sequence(der.oid(OID.data), algorithm, der.primitive(0, ciphertext));
  return der.sequence(der.oid(OID.encryptedData), der.constructed(0, der.sequence(der.integer(0), content)));
}

function encodeMac(content: Bytes, password: string, iterations: number, random: Random): Bytes {
  const salt = random.bytes(16);
  const key = derivePkcs12('sha256', bmpPassword(password), salt, iterations, PURPOSE.mac, 32);
  const digest = der.sequence(
    der.sequence(der.oid(OID.sha256), der.null()),
    der.octetString(macOf('sha256', key, content)),
  );
  return der.sequence(digest, der.octetString(salt), der.integer(iterations));
}
