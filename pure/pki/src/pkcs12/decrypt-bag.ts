import type { AlgorithmIdentifier } from '../algorithm.ts';
import type { Bytes } from '../bytes.ts';
import { PkiError } from '../errors.ts';
import { oidName, OID } from '../oid.ts';
import type { Effort } from './effort.ts';
import { decryptLegacyPbe } from './legacy-pbe.ts';
import { decryptPbes2 } from './pbes2.ts';

/** Decrypts a safe or a key under the file's password. */
export async function decryptBag(
  algorithm: AlgorithmIdentifier,
  ciphertext: Bytes,
  password: string,
  effort: Effort,
): Promise<Bytes> {
  if (algorithm.oid === OID.pbes2) return decryptPbes2(algorithm, ciphertext, password, effort);
  if (algorithm.oid === OID.pbeSha1TripleDes) return decryptLegacyPbe(algorithm, ciphertext, password, effort);
  const name = oidName(algorithm.oid) ?? algorithm.oid;
  throw new PkiError('pkcs12_algorithm', `encryption by ${name} is not known`);
}
