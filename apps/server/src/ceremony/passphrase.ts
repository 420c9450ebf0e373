import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 26;
const SHORTEST = 20;

/**
 * The passphrase of a file, made when it is absent: 26 characters of Crockford base32, 130 bits. So no stretching
 * protects it, and none is needed.
 * @returns the passphrase, and whether it was made now
 * @throws Error in a line for a file that others can read, or a passphrase that is short
 */
export async function passphraseOf(path: string, create: boolean): Promise<{ passphrase: string; made: boolean }> {
  const found = await stat(path).catch(() => null);
  if (!found) {
    if (!create) throw new Error(`the passphrase file ${path} is missing`);
    const passphrase = Array.from(randomBytes(CHARACTERS), (octet) => ALPHABET[octet % ALPHABET.length]).join('');
    await writeFile(path, `${passphrase}\n`, { mode: 0o600, flag: 'wx' });
    await chmod(path, 0o600);
    return { passphrase, made: true };
  }
  if ((found.mode & 0o077) !== 0) throw new Error(`others can read the passphrase ${path}: chmod 600 ${path}`);
  const passphrase = (await readFile(path, 'utf8')).trim();
  if (passphrase.length < SHORTEST)
    throw new Error(`the passphrase in ${path} has fewer than ${SHORTEST} characters: let the ceremony make one`);
  return { passphrase, made: false };
}
