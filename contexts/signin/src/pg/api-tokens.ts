import type { AdminPermission } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { ApiTokenTable, SigninTables } from './tables.ts';

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly AdminPermission[];
  /** Who made it, and for whom it acts. */
  readonly personId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export type ApiTokenState = 'active' | 'expired' | 'revoked';

const tokens = (on: Queryable) => on.withTables<SigninTables>();

export async function insertApiToken(on: Queryable, token: ApiToken, tokenHash: Uint8Array): Promise<void> {
  await tokens(on)
    .insertInto('signin.api_token')
    .values({
      id: token.id,
      token_hash: tokenHash,
      name: token.name,
      scopes: [...token.scopes],
      person_id: token.personId,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .execute();
}

/** One that is neither revoked nor over. */
export async function findLiveApiToken(on: Queryable, tokenHash: Uint8Array, now: Date): Promise<ApiToken | null> {
  const row = await tokens(on)
    .selectFrom('signin.api_token')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row === undefined ? null : toToken(row);
}

/** @param unlessAfter somebody else noted a use since then */
export async function noteUse(on: Queryable, id: string, now: Date, unlessAfter: Date): Promise<void> {
  await tokens(on)
    .updateTable('signin.api_token')
    .set({ last_used_at: now })
    .where('id', '=', id)
    .where((is) => is.or([is('last_used_at', 'is', null), is('last_used_at', '<=', unlessAfter)]))
    .execute();
}

/** @returns the token, or null when there is none that could still be revoked */
export async function revokeApiToken(on: Queryable, id: string, now: Date): Promise<ApiToken | null> {
  const row = await tokens(on)
    .updateTable('signin.api_token')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : toToken(row);
}

interface Wanted {
  readonly q?: string | undefined;
  readonly state?: ApiTokenState | undefined;
  /** Id of the last one of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function listApiTokens(
  on: Queryable,
  { q, state, after, limit }: Wanted,
  now: Date,
): Promise<{ readonly rows: ApiToken[]; readonly count: number }> {
  const chosen = tokens(on)
    .selectFrom('signin.api_token')
    .$if(q !== undefined, (some) => some.where(sql<boolean>`starts_with(lower(name), lower(${q}))`))
    .$if(state === 'revoked', (some) => some.where('revoked_at', 'is not', null))
    .$if(state === 'expired', (some) => some.where('revoked_at', 'is', null).where('expires_at', '<=', now))
    .$if(state === 'active', (some) => some.where('revoked_at', 'is', null).where('expires_at', '>', now));
  const { count } = await chosen.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const rows = await chosen
    .selectAll()
    .$if(after !== undefined, (some) =>
      some.where(
        sql<boolean>`(created_at, id) < (select created_at, id from signin.api_token where id = ${after}::uuid)`,
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return { rows: rows.map(toToken), count };
}

const toToken = (row: ApiTokenTable): ApiToken => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes as AdminPermission[], // sound: only what the contract's schema let through is written
  personId: row.person_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
});
