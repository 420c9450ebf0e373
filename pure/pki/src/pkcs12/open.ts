import { hashOfOid, isNullOrAbsent, readAlgorithm } from '../algorithm.ts';
import { berToDer } from '../ber-to-der.ts';
import { type Bytes, equalBytes, equalSecrets } from '../bytes.ts';
import { type DerReader, readDer } from '../der-read.ts';
import { constructedTag, TAG } from '../der-tags.ts';
import { PkiError } from '../errors.ts';
import { OID } from '../oid.ts';
import { readCiphertext } from '../cms/enveloped-data.ts';
import { decryptBag } from './decrypt-bag.ts';
import { bmpPassword, derivePkcs12, PURPOSE } from './derive.ts';
import { macOf } from './hashes.ts';
import { Effort, MAX_ITERATIONS } from './effort.ts';
import { type Pkcs12Contents, readSafeContents, type SafeItem } from './safe-contents.ts';

export type { Pkcs12Contents, Pkcs12Item } from './safe-contents.ts';

export const MAX_PKCS12_OCTETS = 1 << 20;
const MAX_SAFES = 16;

/**
 * Opens a PKCS#12 file that a password authenticates and encrypts.
 * @param octets at most 1 MiB, DER or BER
 * @throws PkiError `pkcs12_password` for a wrong password, `pkcs12_algorithm` for a kind of encryption not known,
 *   `pkcs12_effort` for a file that would take too long
 */
export async function openPkcs12(octets: Uint8Array, password: string): Promise<Pkcs12Contents> {
  const file = readDer(berToDer(octets, MAX_PKCS12_OCTETS), MAX_PKCS12_OCTETS * 2).sequence();
  file.smallInteger(3);
  const content = readData(file);
  if (file.done) file.fail('pkcs12_mac', 'the file is not authenticated by a password');
  const effort = new Effort();
  checkMac(file.sequence(), content, password, effort);
  file.finish();

  const items: SafeItem[] = [];
  const safes = readDer(berToDer(content, MAX_PKCS12_OCTETS), MAX_PKCS12_OCTETS * 2).sequence();
  for (let count = 0; !safes.done; count++) {
    if (count >= MAX_SAFES) safes.fail('pkcs12_too_many', `more than ${MAX_SAFES} safes`);
    const safe = await openSafe(safes, password, effort);
    items.push(...(await readSafeContents(berToDer(safe, MAX_PKCS12_OCTETS), password, effort)));
  }
  return arrange(items);
}

/** The octets of a ContentInfo of type data. */
function readData(reader: DerReader): Bytes {
  const info = reader.sequence();
  if (info.oid() !== OID.data) info.fail('pkcs12_mode', 'only files authenticated by a password are opened');
  const explicit = info.enter(constructedTag(0));
  info.finish();
  const content = explicit.octetString();
  explicit.finish();
  return content;
}

function checkMac(mac: DerReader, content: Bytes, password: string, effort: Effort): void {
  const digestInfo = mac.sequence();
  const algorithm = readAlgorithm(digestInfo);
  const expected = digestInfo.octetString();
  const salt = mac.octetString();
  const iterations = mac.is(TAG.integer) ? mac.smallInteger(MAX_ITERATIONS) : 1;
  mac.finish();
  const hash = hashOfOid(algorithm.oid);
  if (hash === undefined || !isNullOrAbsent(algorithm.parameters))
    throw new PkiError('pkcs12_algorithm', `a MAC of algorithm ${algorithm.oid} is not known`);
  effort.spend(iterations);
  const length = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 }[hash];
  const key = derivePkcs12(hash, bmpPassword(password), salt, iterations, PURPOSE.mac, length);
  if (!equalSecrets(macOf(hash, key, content), expected)) {
    throw new PkiError('pkcs12_password', 'the password does not open this file');
  }
}

async function openSafe(safes: DerReader, password: string, effort: Effort): Promise<Bytes> {
  const info = safes.sequence();
  const type = info.oid();
  const explicit = info.enter(constructedTag(0));
  info.finish();
  if (type === OID.data) return explicit.octetString();
  if (type !== OID.encryptedData) return info.fail('pkcs12_mode', 'a safe is plain or encrypted under the password');
  const encrypted = explicit.sequence();
  encrypted.smallInteger(2);
  const content = encrypted.sequence();
  content.oid();
  const algorithm = readAlgorithm(content);
  return decryptBag(algorithm, readCiphertext(content), password, effort);
}

/** Ties each key to its certificate: by localKeyId, else the only key to the first certificate. */
function arrange(items: readonly SafeItem[]): Pkcs12Contents {
  const keys = items.filter((item) => item.kind === 'key');
  const certificates = items.filter((item) => item.kind === 'certificate');
  const [key] = keys;
  const own = certificates.find((c) => sameId(c.localKeyId, key?.localKeyId)) ?? certificates[0];
  return {
    keys,
    certificates,
    key: key?.octets,
    certificate: own?.octets,
    chain: certificates.filter((c) => c !== own).map((c) => c.octets),
    friendlyName: key?.friendlyName ?? own?.friendlyName,
  };
}

const sameId = (a: Bytes | undefined, b: Bytes | undefined): boolean =>
  a !== undefined && b !== undefined && equalBytes(a, b);
