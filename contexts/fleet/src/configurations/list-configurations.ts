import type { ConfigurationRow as RowView, ListPage } from '@lanyard/contract';
import { csvLine, LanyardError, type Queryable } from '@lanyard/kernel';
import { readCursor, writeCursor } from '../cursor.ts';
import { countConfigurations, listConfigurations, type ConfigurationFilter } from '../pg/configuration-list.ts';
import { rowView } from './views.ts';

export interface ListWanted {
  readonly sort?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

const CSV_PAGE = 200;
const HEADER = [
  'id',
  'kind',
  'name',
  'description',
  'space',
  'all spaces',
  'state',
  'version',
  'changed at',
  'changed by',
];

/** @throws LanyardError `input_invalid` for a column that the list cannot be sorted by, or a broken `after` */
export async function configurationPageOf(
  on: Queryable,
  filter: ConfigurationFilter,
  { sort = 'name', after, limit }: ListWanted,
): Promise<ListPage<RowView>> {
  const by = sort.replace(/^-/, '');
  if (by !== 'name' && by !== 'changedAt') invalid('sort');
  const order = {
    by,
    descending: sort.startsWith('-'),
    after: after === undefined ? null : readCursor(after),
  } as const;
  const rows = await listConfigurations(on, filter, { ...order, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return {
    items: items.map(rowView),
    next: last === undefined ? null : writeCursor(last),
    total: { count: await countConfigurations(on, filter), atLeast: false },
  };
}

/** The whole list as lines of a CSV file, read page by page. */
export async function* configurationCsv(on: Queryable, filter: ConfigurationFilter): AsyncGenerator<string> {
  yield csvLine(HEADER);
  for (let after: string | undefined; ;) {
    const page = await configurationPageOf(on, filter, { after, limit: CSV_PAGE });
    for (const row of page.items) yield csvLine(cellsOf(row));
    if (page.next === null) return;
    after = page.next;
  }
}

const cellsOf = (row: RowView): (string | number)[] => [
  row.id,
  row.kind,
  row.name,
  row.description,
  row.spaceId,
  row.allSpaces ? 'yes' : 'no',
  row.state,
  row.version,
  row.changedAt,
  row.changedBy,
];

function invalid(field: string): never {
  throw new LanyardError('input_invalid', { fields: [{ field }] });
}
