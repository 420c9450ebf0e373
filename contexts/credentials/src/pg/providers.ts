import type { Provider } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface ProviderRow {
  readonly id: string;
  readonly kind: Provider;
  readonly name: string;
  readonly enabled: boolean;
  readonly value: unknown;
  readonly version: number;
  readonly changedAt: Date | null;
  readonly changedBy: unknown;
}

const columns = sql`id, kind, name, enabled, value, version, changed_at as "changedAt", changed_by as "changedBy"`;

/** Those of the product first, then the others by name. There are few. */
export async function findProviders(on: Queryable): Promise<ProviderRow[]> {
  const { rows } = await sql<ProviderRow>`select ${columns} from credentials.provider
    order by array_position(array['lanyard', 'entrust', 'purebred', 'other'], kind), lower(name)`.execute(on);
  return rows;
}

/** @param key an id, or the name of a provider of the product */
export async function findProvider(on: Queryable, key: string): Promise<ProviderRow | null> {
  const { rows } = await sql<ProviderRow>`select ${columns} from credentials.provider
    where id::text = ${key} or (kind = ${key} and kind <> 'other')`.execute(on);
  return rows[0] ?? null;
}

/** Whether there is an app of another vendor by this id; it stays until the transaction ends. */
export async function holdOtherProvider(on: Queryable, id: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from credentials.provider where id = ${id}::uuid and kind = 'other' for share`.execute(on);
  return rows.length > 0;
}

/** With its lock, so that of two changes at once each sees what the other made. */
export async function lockProvider(on: Queryable, key: string): Promise<ProviderRow | null> {
  const { rows } = await sql<ProviderRow>`select ${columns} from credentials.provider
    where id::text = ${key} or (kind = ${key} and kind <> 'other') for update`.execute(on);
  return rows[0] ?? null;
}

interface ProviderWrite {
  readonly id: string;
  readonly kind: Provider;
  readonly name: string;
  readonly enabled: boolean;
  readonly value: object;
}

export async function upsertProvider(on: Queryable, row: ProviderWrite, by: Actor, at: Date): Promise<void> {
  const value = JSON.stringify(row.value);
  const actor = JSON.stringify(by);
  await sql`insert into credentials.provider (id, kind, name, enabled, value, changed_at, changed_by)
    values (${row.id}, ${row.kind}, ${row.name}, ${row.enabled}, ${value}::jsonb, ${at}, ${actor}::jsonb)
    on conflict (id) do update set name = excluded.name, enabled = excluded.enabled, value = excluded.value,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by,
      version = credentials.provider.version + 1`.execute(on);
}

export async function deleteProvider(on: Queryable, id: string): Promise<void> {
  await sql`delete from credentials.provider where id = ${id}`.execute(on);
}

/** What hangs on a kind of provider; the credentials of all others count together. */
export async function countUses(on: Queryable, kind: Provider): Promise<{ live: number; open: number }> {
  const { rows } = await sql<{ live: number; open: number }>`select
    (select count(*)::int from credentials.credential
      where provider = ${kind} and state in ('issuing', 'active', 'suspended')) as live,
    (select count(*)::int from credentials.request
      where provider = ${kind} and state in ('pending', 'activating')) as open`.execute(on);
  return rows[0] ?? { live: 0, open: 0 };
}
