import type { TextInput, TextKind } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface TextRow {
  readonly kind: TextKind;
  readonly language: string;
  readonly subject: string;
  readonly body: string;
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: unknown;
}

const columns = sql`kind, language, subject, body, version, changed_at as "changedAt", changed_by as "changedBy"`;

/** The text of the first of these languages that has one. */
export async function findTextFor(
  on: Queryable,
  kind: TextKind,
  languages: readonly string[],
): Promise<TextRow | null> {
  const wanted = sql`${[...languages]}::text[]`;
  const { rows } = await sql<TextRow>`select ${columns} from notices.text
    where kind = ${kind} and language = any (${wanted}) order by array_position(${wanted}, language) limit 1`.execute(
    on,
  );
  return rows[0] ?? null;
}

/** With its lock, where it is about to be changed. */
export async function lockText(on: Queryable, kind: TextKind, language: string): Promise<TextRow | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`notices.text ${kind} ${language}`}, 0))`.execute(on);
  return findTextFor(on, kind, [language]);
}

export async function findLanguages(on: Queryable): Promise<{ kind: TextKind; language: string }[]> {
  const { rows } = await sql<{
    kind: TextKind;
    language: string;
  }>`select kind, language from notices.text order by kind, language`.execute(on);
  return rows;
}

/** Of every kind and language. */
export async function everyText(on: Queryable): Promise<TextRow[]> {
  const { rows } = await sql<TextRow>`select ${columns} from notices.text order by kind, language`.execute(on);
  return rows;
}

export async function upsertText(
  on: Queryable,
  { kind, language, subject, body }: TextInput & { readonly kind: TextKind; readonly language: string },
  by: Actor,
  at: Date,
): Promise<void> {
  await sql`insert into notices.text (kind, language, subject, body, changed_at, changed_by)
    values (${kind}, ${language}, ${subject}, ${body}, ${at}, ${JSON.stringify(by)}::jsonb)
    on conflict (kind, language) do update set subject = excluded.subject, body = excluded.body,
      version = notices.text.version + 1, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(
    on,
  );
}

export async function deleteText(on: Queryable, kind: TextKind, language: string): Promise<void> {
  await sql`delete from notices.text where kind = ${kind} and language = ${language}`.execute(on);
}
