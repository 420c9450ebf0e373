import type { Queryable } from '@lanyard/kernel';
import type { Bytes } from '@lanyard/pki';
import type { SigninTables } from './tables.ts';

export async function findAnswer(on: Queryable, question: Uint8Array, now: Date): Promise<Bytes | null> {
  const row = await on
    .withTables<SigninTables>()
    .selectFrom('signin.status_cache')
    .select('answer')
    .where('question', '=', question)
    .where('fresh_until', '>', now)
    .executeTakeFirst();
  return row === undefined ? null : new Uint8Array(row.answer);
}

/**
 * Keeps an answer, unless one is there that was asked for later.
 * @param now when it was asked for
 */
export async function putAnswer(
  on: Queryable,
  question: Uint8Array,
  answer: Uint8Array,
  now: Date,
  freshUntil: Date,
): Promise<void> {
  const row = { answer: Buffer.from(answer), fetched_at: now, fresh_until: freshUntil };
  await on
    .withTables<SigninTables>()
    .insertInto('signin.status_cache')
    .values({ question, ...row })
    .onConflict((conflict) =>
      conflict.column('question').doUpdateSet(row).where('signin.status_cache.fetched_at', '<=', now),
    )
    .execute();
}

export async function deleteStaleAnswers(on: Queryable, now: Date): Promise<void> {
  await on.withTables<SigninTables>().deleteFrom('signin.status_cache').where('fresh_until', '<', now).execute();
}
