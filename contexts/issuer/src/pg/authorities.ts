import { runStatement, statement, type Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { AuthorityKind } from '../types.ts';
import type { AuthorityRow, Tables } from './tables.ts';

export interface NewAuthority {
  readonly id: string;
  readonly kind: AuthorityKind;
  readonly parentId: string | null;
  readonly line: string;
  readonly activeFrom: Date;
  readonly spki: Uint8Array;
  readonly key: KeyRecord;
  readonly at: Date;
}

/** Where a private key is. */
export type KeyRecord =
  | { readonly place: 'sealed'; readonly sealedKey: Uint8Array }
  | { readonly place: 'token'; readonly label: string }
  | { readonly place: 'offline' };

/** Two first starts at once: one row stays, and both go on with its key. */
export async function insertAuthority(on: Queryable, a: NewAuthority): Promise<AuthorityRow> {
  const db = on.withTables<Tables>();
  await db
    .insertInto('issuer.authority')
    .values({
      id: a.id,
      kind: a.kind,
      parent_id: a.parentId,
      line: a.line,
      active_from: a.activeFrom,
      spki: a.spki,
      sealed_key: a.key.place === 'sealed' ? a.key.sealedKey : null,
      token_label: a.key.place === 'token' ? a.key.label : null,
      certificate: null,
      created_at: a.at,
    })
    .onConflict((c) => c.column('id').doNothing())
    .execute();
  await db
    .insertInto('issuer.status')
    .values({ authority_id: a.id })
    .onConflict((c) => c.column('authority_id').doNothing())
    .execute();
  return await db.selectFrom('issuer.authority').selectAll().where('id', '=', a.id).executeTakeFirstOrThrow();
}

export async function authorityById(on: Queryable, id: string): Promise<AuthorityRow | null> {
  const row = await on
    .withTables<Tables>()
    .selectFrom('issuer.authority')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** All of a line, newest first, those without a certificate too. */
export async function authoritiesOfLine(on: Queryable, line: string): Promise<AuthorityRow[]> {
  const rows = on.withTables<Tables>().selectFrom('issuer.authority').selectAll().where('line', '=', line);
  return await rows.orderBy('active_from', 'desc').orderBy('created_at', 'desc').orderBy('id', 'desc').execute();
}

/** Those that have their certificate, oldest first. */
export function certifiedAuthorities(on: Queryable): Promise<AuthorityRow[]> {
  const db = on.withTables<Tables>();
  return db
    .selectFrom('issuer.authority')
    .selectAll()
    .where('certificate', 'is not', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export async function setAuthorityCertificate(on: Queryable, id: string, certificate: Uint8Array): Promise<void> {
  const db = on.withTables<Tables>();
  await db
    .updateTable('issuer.authority')
    .set({ certificate })
    .where('id', '=', id)
    .where('certificate', 'is', null)
    .execute();
}

const GENERATION = statement('issuer.generation', 'select generation from issuer.status where authority_id = $1');

/** @returns the generation of what CRL and OCSP say about an authority's certificates */
export async function generationOf(on: Queryable, authorityId: string): Promise<number> {
  const [row] = await runStatement<{ generation: number }>(on, GENERATION, [authorityId]);
  if (row === undefined) throw new RangeError(`authority ${authorityId} has no status`);
  return row.generation;
}

/** Called in every transaction that changes a status. Callers with several authorities go in the order of their ids. */
export async function bumpGeneration(on: Queryable, authorityId: string): Promise<void> {
  await sql`update issuer.status set generation = generation + 1 where authority_id = ${authorityId}`.execute(on);
}
