import type { AppRow, ListPage } from '@lanyard/contract';
import { csvLine, LanyardError, type Queryable } from '@lanyard/kernel';
import { countApps, listApps, type AppFilter } from '../pg/apps.ts';
import { appRowView } from './views.ts';

const COUNTED = 10_000;
const EXPORT_PAGE = 500;

/** By name. A page ends with its last name and id. */
export async function appPageOf(
  on: Queryable,
  filter: AppFilter,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<ListPage<AppRow>> {
  const [rows, count] = await Promise.all([
    listApps(on, filter, { after: cursorOf(after), limit: limit + 1 }),
    countApps(on, filter, COUNTED + 1),
  ]);
  const items = rows.slice(0, limit).map(appRowView);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > limit && last ? nextOf(last) : null,
    total: { count: Math.min(count, COUNTED), atLeast: count > COUNTED },
  };
}

const nextOf = ({ name, id }: { name: string; id: string }): string => `${id} ${name.toLowerCase()}`;

function cursorOf(after: string | undefined): readonly [string, string] | null {
  if (after === undefined) return null;
  const found = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (.*)$/s.exec(after);
  if (found === null)
    throw new LanyardError('input_invalid', { fields: [{ field: 'after', message: 'is no end of a page' }] });
  return [found[2] ?? '', found[1] ?? ''];
}

const COLUMNS = [
  'name',
  'platform',
  'kind',
  'source',
  'identifier',
  'category',
  'version',
  'appConnect',
  'configurations',
];

export async function* appCsv(on: Queryable, filter: AppFilter): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for (let after: readonly [string, string] | null = null; ;) {
    const rows = await listApps(on, filter, { after, limit: EXPORT_PAGE });
    const lines = rows.map((row) =>
      csvLine([
        row.name,
        row.platform,
        row.kind,
        row.source,
        row.identifier,
        row.category,
        row.package_version,
        String(row.app_connect),
        row.configurations,
      ]),
    );
    yield lines.join('');
    const last = rows.at(-1);
    if (rows.length < EXPORT_PAGE || last === undefined) return;
    after = [last.name.toLowerCase(), last.id];
  }
}
