import { type Bytes, equalBytes } from '@lanyard/pki';
import { readAttributes, templateOf, type Attributes } from './attributes.ts';
import { CKA, CKO } from './constants.ts';
import { type Cryptoki, readUlong, ulongPlace, ULONG } from './cryptoki.ts';
import { generation, kindOfSpki, type KeyKind, publicParts, spkiFrom } from './key-kinds.ts';
import { Pkcs11Error } from './pkcs11-error.ts';

/** CK_MECHANISM without parameters. */
export const mechanismOf = (type: number): Buffer => {
  const mechanism = Buffer.alloc(3 * ULONG);
  mechanism.writeBigUInt64LE(BigInt(type));
  return mechanism;
};

/**
 * Makes a key pair that never leaves the token.
 * @param label found nowhere else on the token
 * @returns SubjectPublicKeyInfo
 * @throws Pkcs11Error `key_unfit` when a key of the label is there, or the token would give the private key away
 */
export async function generateKey(cryptoki: Cryptoki, session: number, kind: KeyKind, label: string): Promise<Bytes> {
  if ((await findObjects(cryptoki, session, CKO.privateKey, label)).length > 0)
    throw new Pkcs11Error('key_unfit', `the token has a key "${label}" already`);
  const { mechanism, publicPart } = generation(kind);
  const common: Attributes = [
    [CKA.token, true],
    [CKA.label, label],
    [CKA.id, label],
  ];
  const open = templateOf([...common, [CKA.private, false], [CKA.verify, true], ...publicPart]);
  const secret = templateOf([
    ...common,
    [CKA.private, true],
    [CKA.sensitive, true],
    [CKA.extractable, false],
    [CKA.sign, true],
  ]);
  const [publicKey, privateKey] = [ulongPlace(), ulongPlace()];
  const pair = [open.table, open.count, secret.table, secret.count, publicKey, privateKey] as const;
  await cryptoki.call('C_GenerateKeyPair', session, mechanismOf(mechanism), ...pair);
  await requireLocked(cryptoki, session, readUlong(privateKey), label);
  return spkiFrom(kind, await readAttributes(cryptoki, session, readUlong(publicKey), publicParts(kind)));
}

/**
 * Finds the private key of a label.
 * @param spki what it must belong to: another key under the label would sign what nobody can verify
 * @returns its handle, good as long as the session's connection
 * @throws Pkcs11Error `key_missing`, `key_unfit`
 */
export async function findKey(cryptoki: Cryptoki, session: number, label: string, spki: Bytes): Promise<number> {
  const [privateKey, another] = await findObjects(cryptoki, session, CKO.privateKey, label);
  const [publicKey] = await findObjects(cryptoki, session, CKO.publicKey, label);
  if (privateKey === undefined || publicKey === undefined)
    throw new Pkcs11Error('key_missing', `the token has no key "${label}"`);
  if (another !== undefined) throw new Pkcs11Error('key_unfit', `the token has more than one key "${label}"`);
  const kind = kindOfSpki(spki);
  const parts = await readAttributes(cryptoki, session, publicKey, publicParts(kind));
  if (!equalBytes(spkiFrom(kind, parts), spki))
    throw new Pkcs11Error('key_unfit', `the key "${label}" of the token is another one than the authority's`);
  await requireLocked(cryptoki, session, privateKey, label);
  return privateKey;
}

/** Removes a key pair. One that is not there is no error. */
export async function destroyKey(cryptoki: Cryptoki, session: number, label: string): Promise<void> {
  for (const kind of [CKO.privateKey, CKO.publicKey])
    for (const object of await findObjects(cryptoki, session, kind, label))
      await cryptoki.call('C_DestroyObject', session, object);
}

/** What can be read out of the token protects nothing. */
async function requireLocked(cryptoki: Cryptoki, session: number, key: number, label: string): Promise<void> {
  const types = [CKA.sensitive, CKA.alwaysSensitive, CKA.neverExtractable] as const;
  const values = await readAttributes(cryptoki, session, key, types);
  if (!values.every((value) => value[0] === 1))
    throw new Pkcs11Error('key_unfit', `the token would give the key "${label}" away, or could have once`);
}

/** @returns handles of a label's objects of a class, two at most */
export async function findObjects(cryptoki: Cryptoki, session: number, kind: number, label: string): Promise<number[]> {
  const { table, count, values } = templateOf([
    [CKA.class, { ulong: kind }],
    [CKA.label, label],
    [CKA.token, true],
  ]);
  await cryptoki.call('C_FindObjectsInit', session, table, count);
  const [found, handles] = [ulongPlace(), Buffer.alloc(2 * ULONG)];
  try {
    await cryptoki.call('C_FindObjects', session, handles, 2, found);
  } finally {
    await cryptoki.attempt('C_FindObjectsFinal', session);
  }
  return values.length === 0 ? [] : Array.from({ length: readUlong(found) }, (_, index) => readUlong(handles, index));
}
