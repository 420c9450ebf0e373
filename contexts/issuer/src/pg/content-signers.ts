import type { Queryable } from '@lanyard/kernel';
import type { NewResponder } from './responders.ts';
import type { ContentSignerKey } from '../types.ts';
import type { ResponderRow, Tables } from './tables.ts';

/** @returns false: another process has just made one */
export async function insertContentSigner(
  on: Queryable,
  s: NewResponder & { readonly keyType: ContentSignerKey },
): Promise<boolean> {
  const row = await on
    .withTables<Tables>()
    .insertInto('issuer.content_signer')
    .values({
      id: s.id,
      authority_id: s.authorityId,
      key_type: s.keyType,
      spki: s.spki,
      sealed_key: s.sealedKey,
      created_at: s.at,
    })
    .onConflict((conflict) =>
      conflict.columns(['authority_id', 'key_type']).where('certificate', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function setContentSignerCertificate(
  on: Queryable,
  id: string,
  certificate: Uint8Array,
  notAfter: Date,
): Promise<void> {
  await on
    .withTables<Tables>()
    .updateTable('issuer.content_signer')
    .set({ certificate, not_after: notAfter })
    .where('id', '=', id)
    .execute();
}

/** One that is certified at least until then, made after a moment; the newest. */
export async function contentSignerFor(
  on: Queryable,
  authorityId: string,
  { keyType, until, madeAfter }: { readonly keyType: ContentSignerKey; readonly until: Date; readonly madeAfter: Date },
): Promise<ResponderRow | null> {
  const row = await on
    .withTables<Tables>()
    .selectFrom('issuer.content_signer')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('key_type', '=', keyType)
    .where('not_after', '>=', until)
    .where('created_at', '>', madeAfter)
    .orderBy('not_after', 'desc')
    .orderBy('id')
    .executeTakeFirst();
  return row ?? null;
}

/** A key whose certificate an interrupted call did not get. */
export async function uncertifiedContentSigner(
  on: Queryable,
  authorityId: string,
  keyType: ContentSignerKey,
): Promise<ResponderRow | null> {
  const row = await on
    .withTables<Tables>()
    .selectFrom('issuer.content_signer')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('key_type', '=', keyType)
    .where('certificate', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}
