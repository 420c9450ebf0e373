import type { Queryable } from '@lanyard/kernel';
import type { SigninTables } from './tables.ts';

export interface AdminLink {
  readonly id: string;
  /** Whom it signs in; null: it makes a new administrator. */
  readonly personId: string | null;
  /** Counts only while nobody is administrator. */
  readonly madeAtStart: boolean;
  readonly expiresAt: Date;
}

const links = (on: Queryable) => on.withTables<SigninTables>();
const columns = ['id', 'person_id as personId', 'made_at_start as madeAtStart', 'expires_at as expiresAt'] as const;

export async function insertLink(on: Queryable, link: AdminLink, tokenHash: Uint8Array, now: Date): Promise<void> {
  await links(on)
    .insertInto('signin.admin_link')
    .values({
      id: link.id,
      token_hash: tokenHash,
      person_id: link.personId,
      made_at_start: link.madeAtStart,
      created_at: now,
      expires_at: link.expiresAt,
    })
    .execute();
}

export async function findOpenLink(on: Queryable, tokenHash: Uint8Array, now: Date): Promise<AdminLink | null> {
  const row = await links(on)
    .selectFrom('signin.admin_link')
    .select(columns)
    .where('token_hash', '=', tokenHash)
    .where('redeemed_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ?? null;
}

/** Uses a link up. Of two that show it at once, one gets the row, and the other waits to see whether that one commits. */
export async function redeemOpenLink(on: Queryable, tokenHash: Uint8Array, now: Date): Promise<AdminLink | null> {
  const row = await links(on)
    .updateTable('signin.admin_link')
    .set({ redeemed_at: now })
    .where('token_hash', '=', tokenHash)
    .where('redeemed_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(columns)
    .executeTakeFirst();
  return row ?? null;
}

export async function deleteLinksBefore(on: Queryable, before: Date): Promise<void> {
  await links(on).deleteFrom('signin.admin_link').where('expires_at', '<', before).execute();
}
