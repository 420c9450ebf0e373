import type { ListPage, ListQuery } from '@lanyard/contract';
import { LanyardError, type Db, type Queryable } from '@lanyard/kernel';
import { sql, type RawBuilder } from 'kysely';

type Sql = RawBuilder<unknown>;

/** A column that a list can be sorted by. An index of `(column, id)` has to stand behind it. */
export interface Sort {
  readonly column: Sql;
  /** What its text is cast back to when a page goes on. */
  readonly type: 'text' | 'timestamptz' | 'date' | 'bigint';
}

/** A list: whence its rows come, and what is joined to the few that a page shows. */
export interface ListShape {
  /** Rows, called `r`. */
  readonly from: Sql;
  readonly columns: Sql;
  /** Joined to the rows of the page, called `p`. */
  readonly joins: Sql;
  readonly joined: Sql;
  readonly sorts: Readonly<Record<string, Sort>>;
  /** As a query names it: `-createdAt` for the newest first. */
  readonly sortedBy: string;
  readonly idType: 'uuid' | 'bigint';
}

export interface ListAsk extends Pick<ListQuery, 'sort' | 'after' | 'limit'> {
  readonly where: readonly Sql[];
}

interface Cursor {
  readonly sort: string;
  readonly value: string;
  readonly id: string;
}

type Walked<Row> = Row & { readonly cursor_value: string; readonly cursor_id: string };

/** More than this is not counted. */
const COUNTED = 10_000;
/** A count is not worth a longer wait: then the list says that there are more. */
const COUNT_MILLISECONDS = 1_500;

/**
 * A page of a list, by keyset: the cost is that of the page, wherever it is.
 * @throws LanyardError `input_invalid` for an unknown sort or a cursor that is not of this list
 */
export async function walkList<Row>(on: Queryable, shape: ListShape, ask: ListAsk): Promise<Walked<Row>[]> {
  const sort = ask.sort ?? shape.sortedBy;
  const by = shape.sorts[sort.replace(/^-/, '')];
  if (by === undefined || !Object.hasOwn(shape.sorts, sort.replace(/^-/, ''))) throw invalid('sort');
  const direction = sort.startsWith('-') ? sql`desc` : sql`asc`;
  const after = ask.after === undefined ? [] : [beyond(shape, by, sort, readCursor(ask.after, sort))];
  const page = sql`select ${shape.columns}, ${by.column} as sort_key
    from ${shape.from} where ${and([...ask.where, ...after])}
    order by ${by.column} ${direction}, r.id ${direction} limit ${ask.limit}`;
  try {
    const { rows } = await sql<Walked<Row>>`select p.*, p.sort_key::text as cursor_value, p.id::text as cursor_id,
        ${shape.joined}
      from (${page}) p ${shape.joins} order by p.sort_key ${direction}, p.id ${direction}`.execute(on);
    return rows;
  } catch (error) {
    // SQLSTATE class 22: a cursor whose text is no value of the column's type.
    if (String((error as { code?: unknown }).code).startsWith('22')) throw invalid('after', error);
    throw error;
  }
}

/** A page with what comes after it and how many there are in all. */
export async function listPage<Row, Item>(
  db: Db,
  shape: ListShape,
  ask: ListAsk,
  itemOf: (row: Row) => Item,
): Promise<ListPage<Item>> {
  const [{ items, next }, total] = await Promise.all([
    pageOf<Row>(db.pool, shape, ask),
    countList(db, shape, ask.where),
  ]);
  return { items: items.map(itemOf), next, total: total ?? { count: items.length, atLeast: next !== null } };
}

/** A page alone, and the cursor of what comes after it; null at the end. */
export async function pageOf<Row>(
  on: Queryable,
  shape: ListShape,
  ask: ListAsk,
): Promise<{ readonly items: readonly Row[]; readonly next: string | null }> {
  const rows = await walkList<Row>(on, shape, { ...ask, limit: ask.limit + 1 });
  const items = rows.slice(0, ask.limit);
  const last = items.at(-1);
  const next = rows.length > ask.limit && last ? cursorOf(ask.sort ?? shape.sortedBy, last) : null;
  return { items, next };
}

/** @returns null where counting would take too long */
export async function countList(
  db: Db,
  { from }: Pick<ListShape, 'from'>,
  where: readonly Sql[],
): Promise<{ count: number; atLeast: boolean } | null> {
  try {
    return await db.tx(async (tx) => {
      await sql`select set_config('statement_timeout', ${String(COUNT_MILLISECONDS)}, true)`.execute(tx);
      const { rows } = await sql<{ n: number }>`select count(*) as n from
        (select 1 from ${from} where ${and(where)} limit ${COUNTED + 1}) first`.execute(tx);
      const n = rows[0]?.n ?? 0;
      return { count: Math.min(n, COUNTED), atLeast: n > COUNTED };
    });
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  }
}

const isTimeout = (error: unknown): boolean =>
  error instanceof LanyardError && (error.cause as { code?: unknown } | undefined)?.code === '57014';

export const and = (parts: readonly Sql[]): Sql => (parts.length === 0 ? sql`true` : sql.join(parts, sql` and `));

function beyond({ idType }: ListShape, { column, type }: Sort, sort: string, { value, id }: Cursor): Sql {
  const than = sort.startsWith('-') ? sql`<` : sql`>`;
  const collated = type === 'text' ? sql` collate "C"` : sql``;
  return sql`(${column}, r.id) ${than} (${value}::${sql.raw(type)}${collated}, ${id}::${sql.raw(idType)})`;
}

const cursorOf = (sort: string, row: { cursor_value: string; cursor_id: string }): string =>
  Buffer.from(JSON.stringify([sort, row.cursor_value, row.cursor_id])).toString('base64url');

function readCursor(text: string, sort: string): Cursor {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (error) {
    throw invalid('after', error);
  }
  if (!Array.isArray(read) || read.length !== 3 || !read.every((part) => typeof part === 'string'))
    throw invalid('after');
  const [its, value, id] = read as [string, string, string];
  if (its !== sort) throw invalid('after');
  return { sort, value, id };
}

const invalid = (field: string, cause?: unknown): LanyardError =>
  new LanyardError('input_invalid', { fields: [{ field, message: 'not of this list' }] }, { cause });
