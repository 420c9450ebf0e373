import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Seals what the database keeps of secrets. The key itself is a 0600 file outside the data folder and its
 * backups: who has one of the two has nothing.
 */
export interface MasterKey {
  /**
   * AES-256-GCM under a key of its own per purpose (HKDF-SHA-256).
   * @param purpose names what is sealed and for whom, e.g. `issuer key 7f…`; opening needs the same
   */
  seal(purpose: string, plaintext: Uint8Array): Uint8Array<ArrayBuffer>;
  /** @throws Error when the key, the purpose or the octets are not those of `seal` */
  open(purpose: string, sealed: Uint8Array): Uint8Array<ArrayBuffer>;
  /** A key derived for one purpose, 32 octets, for HMACs and tokens that every process must agree on. */
  derive(purpose: string): Uint8Array<ArrayBuffer>;
}

const VERSION = 1;
const IV = 12;
const TAG = 16;

export function masterKey(secret: Uint8Array): MasterKey {
  if (secret.length !== 32) throw new RangeError('a master key has 32 octets');
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), `lanyard/${purpose}`, 32));
  return {
    derive,
    seal(purpose, plaintext) {
      const iv = randomBytes(IV);
      const cipher = createCipheriv('aes-256-gcm', derive(`seal/${purpose}`), iv);
      return new Uint8Array(
        Buffer.concat([Buffer.of(VERSION), iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]),
      );
    },
    open(purpose, sealed) {
      if (sealed.length < 1 + IV + TAG || sealed[0] !== VERSION)
        throw new Error(`sealed secret "${purpose}" has an unknown form`);
      const decipher = createDecipheriv('aes-256-gcm', derive(`seal/${purpose}`), sealed.subarray(1, 1 + IV));
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
      return new Uint8Array(
        Buffer.concat([decipher.update(sealed.subarray(1 + IV, sealed.length - TAG)), decipher.final()]),
      );
    },
  };
}

/**
 * Reads the master key file, or makes it where `create` allows.
 * @returns the key, and whether it is new: then say where it is and what its loss costs
 * @throws Error with one line that says what to do
 */
export async function loadMasterKey(path: string, create: boolean): Promise<{ key: MasterKey; made: boolean }> {
  const text = await readFile(path, 'utf8').catch((e: NodeJS.ErrnoException) => {
    if (e.code === 'ENOENT') return null;
    throw new Error(`cannot read the master key ${path} (${e.code ?? e.message}): run as the user that owns it`, {
      cause: e,
    });
  });
  if (text === null) {
    if (!create)
      throw new Error(
        `the master key ${path} is missing: restore it from your key backup; without it the authority's keys cannot be opened`,
      );
    return { key: masterKey(await makeKeyFile(path)), made: true };
  }
  if (((await stat(path)).mode & 0o077) !== 0)
    throw new Error(`others can read the master key ${path}: chmod 600 ${path}`);
  const secret = Buffer.from(text.trim(), 'base64');
  if (secret.length !== 32) throw new Error(`${path} is not a master key: it should hold 32 octets in base64`);
  return { key: masterKey(new Uint8Array(secret)), made: false };
}

async function makeKeyFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const secret = new Uint8Array(randomBytes(32));
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx', 0o600); // wx: of two first starts one makes it
  try {
    await file.writeFile(`${Buffer.from(secret).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(path, 0o600);
  return secret;
}
