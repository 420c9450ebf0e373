import type { Queryable } from '@lanyard/kernel';
import type { PasskeyTable, SigninTables } from './tables.ts';

export interface Passkey {
  readonly id: string;
  readonly personId: string;
  readonly credentialId: Uint8Array;
  /** COSE. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  /** Copied to the person's other devices by its maker. */
  readonly synced: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface Challenge {
  readonly challengeHash: Uint8Array;
  /** Of what binds it to the browser that asked. */
  readonly cookieHash: Uint8Array;
  /** Null: to sign in, by whoever it turns out to be. */
  readonly personId: string | null;
}

const passkeys = (on: Queryable) => on.withTables<SigninTables>();

export async function insertChallenge(on: Queryable, challenge: Challenge, expiresAt: Date): Promise<void> {
  const { challengeHash, cookieHash, personId } = challenge;
  await passkeys(on)
    .insertInto('signin.passkey_challenge')
    .values({ challenge_hash: challengeHash, cookie_hash: cookieHash, person_id: personId, expires_at: expiresAt })
    .execute();
}

/** Uses a challenge up: whatever comes of it, nobody shows it again. @returns whether it was there */
export async function takeChallenge(on: Queryable, challenge: Challenge, now: Date): Promise<boolean> {
  const { challengeHash, cookieHash, personId } = challenge;
  const row = await passkeys(on)
    .deleteFrom('signin.passkey_challenge')
    .where('challenge_hash', '=', challengeHash)
    .where('cookie_hash', '=', cookieHash)
    .where('person_id', 'is not distinct from', personId)
    .where('expires_at', '>', now)
    .returning('challenge_hash')
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteChallengesBefore(on: Queryable, before: Date): Promise<void> {
  await passkeys(on).deleteFrom('signin.passkey_challenge').where('expires_at', '<', before).execute();
}

export async function insertPasskey(on: Queryable, passkey: Passkey): Promise<void> {
  await passkeys(on)
    .insertInto('signin.passkey')
    .values({
      id: passkey.id,
      person_id: passkey.personId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: [...passkey.transports],
      name: passkey.name,
      synced: passkey.synced,
      created_at: passkey.createdAt,
    })
    .execute();
}

export async function findPasskey(on: Queryable, credentialId: Uint8Array): Promise<Passkey | null> {
  const row = await passkeys(on)
    .selectFrom('signin.passkey')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  return row === undefined ? null : toPasskey(row);
}

/** The oldest first. */
export async function passkeysOf(on: Queryable, personId: string): Promise<Passkey[]> {
  const rows = await passkeys(on)
    .selectFrom('signin.passkey')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .limit(100)
    .execute();
  return rows.map(toPasskey);
}

/**
 * Notes a use. The counter of an authenticator that counts must have grown (WebAuthn L3 §6.1.1): else it was copied.
 * @returns whether it had
 */
export async function usePasskey(on: Queryable, id: string, counter: number, now: Date): Promise<boolean> {
  const row = await passkeys(on)
    .updateTable('signin.passkey')
    .set({ counter, last_used_at: now })
    .where('id', '=', id)
    .where((is) => is.or([is('counter', '<', counter), is.and([is('counter', '=', 0), is.val(counter === 0)])]))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns whether the person had it */
export async function deletePasskey(on: Queryable, id: string, personId: string): Promise<boolean> {
  const row = await passkeys(on)
    .deleteFrom('signin.passkey')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

const toPasskey = (row: PasskeyTable): Passkey => ({
  id: row.id,
  personId: row.person_id,
  credentialId: row.credential_id,
  publicKey: row.public_key,
  counter: row.counter,
  transports: row.transports,
  name: row.name,
  synced: row.synced,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
});
