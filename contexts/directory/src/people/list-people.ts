import type { ListPage, PersonQuery, PersonRow, PersonSort } from '@lanyard/contract';
import { csvLine, type Queryable } from '@lanyard/kernel';
import {
  countPersonRows,
  groupNamesOf,
  listPersonRows,
  type PeopleOrder,
  type PeopleWanted,
  type PersonListRow,
} from '../pg/person-list.ts';
import { rowView } from './person-view.ts';

/** Beyond this they are not counted: nobody pages so far, and counting a million costs a second. */
const COUNTED = 10_000;
const WORDS = 5;
const EXPORT_PAGE = 1_000;

/** Separates the groups of a person in a cell of a CSV file. */
export const GROUP_SEPARATOR = ';';

export const exportColumns = [
  'userName',
  'upn',
  'email',
  'displayName',
  'givenName',
  'surname',
  'state',
  'groups',
  'origin',
] as const;

type Wanted = Omit<PersonQuery, 'after' | 'limit'>;

/**
 * A page of the people that a query asks for, in its order.
 * @param within ids of those whom the caller may see; null: all
 */
export async function peoplePage(
  on: Queryable,
  query: PersonQuery,
  within: PeopleWanted['within'],
): Promise<ListPage<PersonRow>> {
  const wanted = { ...wantedOf(query), within };
  const [rows, count] = await Promise.all([
    listPersonRows(on, wanted, orderOf(query.sort), cursorOf(query.after), query.limit + 1),
    countPersonRows(on, wanted, COUNTED + 1),
  ]);
  const items = rows.slice(0, query.limit).map(rowView);
  return {
    items,
    next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null,
    total: { count: Math.min(count, COUNTED), atLeast: count > COUNTED },
  };
}

/** All of them as a CSV file that an import reads back, page by page, so that none of it piles up in memory. */
export async function* peopleCsv(on: Queryable, query: Wanted, within: PeopleWanted['within']): AsyncGenerator<string> {
  const wanted = { ...wantedOf(query), within };
  yield csvLine(exportColumns);
  for (let after: string | null = null; ;) {
    const rows = await listPersonRows(on, wanted, orderOf(query.sort), after, EXPORT_PAGE);
    const groups = await groupNamesOf(
      on,
      rows.map(({ id }) => id),
    );
    yield rows.map((row) => csvLine(cellsOf(row, groups.get(row.id) ?? []))).join('');
    after = rows.at(-1)?.id ?? null;
    if (rows.length < EXPORT_PAGE) return;
  }
}

const cellsOf = (row: PersonListRow, groups: readonly string[]): string[] => [
  row.user_name,
  row.upn,
  row.email,
  row.display_name,
  row.given_name,
  row.surname,
  row.state,
  groups.join(GROUP_SEPARATOR),
  row.origin,
];

const wantedOf = ({ q, state, origin, group }: Wanted): Omit<PeopleWanted, 'within'> => ({
  words: (q ?? '').split(/\s+/).filter(Boolean).slice(0, WORDS),
  state,
  origin,
  groupId: group,
});

const orderOf = (sort: PersonQuery['sort']): PeopleOrder => ({
  by: sort.replace(/^-/, '') as PersonSort, // sound: the contract's schema lists every sort, with and without `-`
  descending: sort.startsWith('-'),
});

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** A cursor that is none ends the list, instead of beginning it anew for ever. */
const cursorOf = (after: string | undefined): string | null =>
  after === undefined ? null : ID.test(after) ? after : NOBODY;
