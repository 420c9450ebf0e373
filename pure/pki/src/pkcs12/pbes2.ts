import { type AlgorithmIdentifier } from '../algorithm.ts';
import { type Bytes, utf8Encode } from '../bytes.ts';
import { type DerReader, readDer } from '../der-read.ts';
import { TAG } from '../der-tags.ts';
import { der } from '../der-write.ts';
import { PkiError } from '../errors.ts';
import { readAlgorithm } from '../algorithm.ts';
import { OID } from '../oid.ts';
import type { HashAlgorithm, Random } from '../ports.ts';
import { type Effort, MAX_ITERATIONS } from './effort.ts';
import { subtle } from '../web/subtle.ts';
import { webHashName } from '../web/web-random.ts';

interface Pbes2 {
  readonly salt: Bytes;
  readonly iterations: number;
  readonly hash: HashAlgorithm;
  readonly keyBits: 128 | 256;
  readonly iv: Bytes;
}

const PRF = new Map<string, HashAlgorithm>([
  [OID.hmacSha1, 'sha1'],
  [OID.hmacSha256, 'sha256'],
  [OID.hmacSha384, 'sha384'],
  [OID.hmacSha512, 'sha512'],
]);
const CIPHERS = new Map<string, 128 | 256>([
  [OID.aes128Cbc, 128],
  [OID.aes256Cbc, 256],
]);

/** Encrypts under a password: PBKDF2 with HMAC-SHA-256, AES-256-CBC (RFC 8018 §6.2). */
export async function encryptPbes2(
  plaintext: Bytes,
  password: string,
  iterations: number,
  random: Random,
): Promise<{ readonly algorithm: Bytes; readonly ciphertext: Bytes }> {
  const scheme: Pbes2 = { salt: random.bytes(16), iterations, hash: 'sha256', keyBits: 256, iv: random.bytes(16) };
  const key = await deriveKey(scheme, password, 'encrypt');
  const ciphertext = await subtle().encrypt({ name: 'AES-CBC', iv: scheme.iv }, key, plaintext);
  return { algorithm: encodePbes2(scheme), ciphertext: new Uint8Array(ciphertext) };
}

/** @throws PkiError `pkcs12_password` where the padding shows a wrong password, `pkcs12_algorithm` */
export async function decryptPbes2(
  algorithm: AlgorithmIdentifier,
  ciphertext: Bytes,
  password: string,
  effort: Effort,
): Promise<Bytes> {
  if (algorithm.parameters === undefined) throw new PkiError('pkcs12_algorithm', 'PBES2 without parameters');
  const scheme = readPbes2(readDer(algorithm.parameters, 1024));
  effort.spend(scheme.iterations);
  const key = await deriveKey(scheme, password, 'decrypt');
  try {
    return new Uint8Array(await subtle().decrypt({ name: 'AES-CBC', iv: scheme.iv }, key, ciphertext));
  } catch {
    throw new PkiError('pkcs12_password', 'the password does not open this file');
  }
}

async function deriveKey(scheme: Pbes2, password: string, usage: 'encrypt' | 'decrypt') {
  const base = await subtle().importKey('raw', utf8Encode(password), 'PBKDF2', false, ['deriveBits']);
  const { salt, iterations, hash, keyBits } = scheme;
  const bits = await subtle().deriveBits({ name: 'PBKDF2', salt, iterations, hash: webHashName(hash) }, base, keyBits);
  return subtle().importKey('raw', new Uint8Array(bits), 'AES-CBC', false, [usage]);
}

function encodePbes2({ salt, iterations, iv }: Pbes2): Bytes {
  const prf = der.sequence(der.oid(OID.hmacSha256), der.null());
  const kdf = der.sequence(der.oid(OID.pbkdf2), der.sequence(der.octetString(salt), der.integer(iterations), prf));
  const cipher = der.sequence(der.oid(OID.aes256Cbc), der.octetString(iv));
  return der.sequence(der.oid(OID.pbes2), der.sequence(kdf, cipher));
}

function readPbes2(reader: DerReader): Pbes2 {
  const sequence = reader.sequence();
  reader.finish();
  const kdf = readAlgorithm(sequence);
  const cipher = readAlgorithm(sequence);
  sequence.finish();
  const keyBits = CIPHERS.get(cipher.oid);
  if (
    kdf.oid !== OID.pbkdf2 ||
    kdf.parameters === undefined ||
    keyBits === undefined ||
    cipher.parameters === undefined
  ) {
    throw new PkiError('pkcs12_algorithm', 'only PBKDF2 with AES-CBC is known');
  }
  const iv = readDer(cipher.parameters, 64).octetString();
  if (iv.length !== 16) throw new PkiError('pkcs12_algorithm', 'an initialization vector has 16 octets');
  return { ...readPbkdf2(readDer(kdf.parameters, 1024).sequence()), keyBits, iv };
}

function readPbkdf2(parameters: DerReader): Pick<Pbes2, 'salt' | 'iterations' | 'hash'> {
  const salt = parameters.octetString();
  const iterations = parameters.smallInteger(MAX_ITERATIONS);
  if (parameters.is(TAG.integer)) parameters.smallInteger(64);
  const prf = parameters.done ? OID.hmacSha1 : readAlgorithm(parameters).oid;
  parameters.finish();
  const hash = PRF.get(prf);
  if (hash === undefined || iterations === 0) throw new PkiError('pkcs12_algorithm', 'an unknown function of PBKDF2');
  return { salt, iterations, hash };
}
