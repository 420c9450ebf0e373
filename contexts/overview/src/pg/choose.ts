import {
  type BulkArea,
  credentialListQuery,
  deviceListQuery,
  type ListQuery,
  requestListQuery,
} from '@lanyard/contract';
import { type Clock, type Db, LanyardError } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { z } from 'zod';
import { credentialList } from './lists/credentials.ts';
import { deviceList } from './lists/devices.ts';
import type { ListOf } from './lists/list-of.ts';
import { requestList } from './lists/requests.ts';
import { walkList } from './walk-list.ts';

interface Chosen {
  readonly id: string;
  readonly state: string;
}
type Choice = { readonly ids: readonly string[] } | { readonly filter: Readonly<Record<string, string>> };
interface Limits {
  /** Spaces whose devices the caller may see; null: all. */
  readonly spaces: readonly string[] | null;
  /** One more than this is read, so that it shows that there are more. */
  readonly most: number;
}
type Choose = (needs: { readonly db: Db; readonly clock: Clock }, choice: Choice, limits: Limits) => Promise<Chosen[]>;

/** @param query strict: a filter whose name is mistyped must not choose everything */
const chooser =
  <Query extends ListQuery, Row extends { id: string; state: string }, Item>(
    query: z.ZodType<Query>,
    list: ListOf<Query, Row, Item>,
  ): Choose =>
  async ({ db, clock }, choice, { spaces, most }) => {
    const asked = query.safeParse('ids' in choice ? {} : choice.filter);
    if (!asked.success) throw new LanyardError('input_invalid', { fields: fieldsOf(asked.error) });
    const where = await list.where(asked.data, { on: db.pool, now: clock.now(), spaces });
    const named = 'ids' in choice ? [sql`r.id = any(${choice.ids}::uuid[])`] : [];
    const rows = await walkList<Row>(db.pool, list.shape, { where: [...where, ...named], limit: most + 1 });
    return rows.map(({ id, state }) => ({ id, state }));
  };

const fieldsOf = ({ issues }: z.ZodError) =>
  issues.map(({ path, message }) => ({ field: ['filter', ...path].join('.'), message }));

const choosers: Readonly<Record<BulkArea, Choose>> = {
  credentials: chooser(credentialListQuery.strict(), credentialList),
  requests: chooser(requestListQuery.strict(), requestList),
  devices: chooser(deviceListQuery.strict(), deviceList),
};

/** What of a list an administrator chose for an act, as far as they may see it. @throws LanyardError `input_invalid` */
export const choose = (
  needs: { readonly db: Db; readonly clock: Clock },
  area: BulkArea,
  choice: Choice,
  limits: Limits,
): Promise<Chosen[]> => choosers[area](needs, choice, limits);
