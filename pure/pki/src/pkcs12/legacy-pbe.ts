import type { AlgorithmIdentifier } from '../algorithm.ts';
import type { Bytes } from '../bytes.ts';
import { readDer } from '../der-read.ts';
import { PkiError } from '../errors.ts';
import { bmpPassword, derivePkcs12, PURPOSE } from './derive.ts';
import { type Effort, MAX_ITERATIONS } from './effort.ts';
import { decryptTripleDes } from './triple-des.ts';

/** Our own cipher works through some two hundred thousand octets a second. */
const MAX_OCTETS = 1 << 18;

/** Decrypts pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292 appendix C), in which Purebred's key files come. */
export function decryptLegacyPbe(
  algorithm: AlgorithmIdentifier,
  ciphertext: Bytes,
  password: string,
  effort: Effort,
): Bytes {
  if (algorithm.parameters === undefined) throw new PkiError('pkcs12_algorithm', 'encryption without parameters');
  const parameters = readDer(algorithm.parameters, 1024).sequence();
  const salt = parameters.octetString();
  const iterations = parameters.smallInteger(MAX_ITERATIONS);
  parameters.finish();
  if (ciphertext.length === 0 || ciphertext.length % 8 !== 0 || ciphertext.length > MAX_OCTETS) {
    throw new PkiError('pkcs12_algorithm', 'ciphertext of a length that this cipher does not have');
  }
  // Two blocks of SHA-1 for the key, one for the vector.
  effort.spend(3 * iterations);
  const secret = bmpPassword(password);
  const key = derivePkcs12('sha1', secret, salt, iterations, PURPOSE.key, 24);
  const iv = derivePkcs12('sha1', secret, salt, iterations, PURPOSE.iv, 8);
  return withoutPadding(decryptTripleDes(key, iv, ciphertext));
}

function withoutPadding(padded: Bytes): Bytes {
  const count = padded.at(-1) ?? 0;
  const body = padded.length - count;
  if (count < 1 || count > 8 || padded.subarray(body).some((octet) => octet !== count)) {
    throw new PkiError('pkcs12_password', 'the password does not open this file');
  }
  return padded.subarray(0, body);
}
