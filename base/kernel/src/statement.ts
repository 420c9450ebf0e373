import { CompiledQuery, type Kysely } from 'kysely';
import type pg from 'pg';

/** SQL that is asked again and again: built once for the process, parsed and planned once for a connection. */
export interface Statement {
  readonly text: string;
}

/** By text, which is all that the driver is handed. Only statements of the code are in it, so it stays small. */
const names = new Map<string, string>();

/**
 * @param name of its own, by which a connection keeps the plan
 * @param text with `$1` and so on; it names its columns, since a plan does not outlive a change of what `*` means
 */
export function statement(name: string, text: string): Statement {
  names.set(text, name);
  return { text };
}

/** @param on the pool or a transaction @returns the rows as the driver reads them */
export async function runStatement<Row>(
  on: Pick<Kysely<unknown>, 'executeQuery'>,
  { text }: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  return (await on.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
}

type Query = (text: unknown, values?: unknown, ...more: unknown[]) => unknown;

/** Has a new connection remember its statements: the query builder has no way to hand a name through. */
export function rememberStatements(client: pg.PoolClient): void {
  const query = client.query.bind(client) as Query;
  const named: Query = (text, values, ...more) => {
    const name = typeof text === 'string' ? names.get(text) : undefined;
    return name === undefined ? query(text, values, ...more) : query({ name, text, values }, ...more);
  };
  client.query = named as typeof client.query;
}
