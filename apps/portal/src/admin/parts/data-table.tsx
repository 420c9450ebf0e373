import type { ListPage } from '@lanyard/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Reader } from '../../api/client.ts';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { adminQuery } from '../api/admin-query.ts';
import { useSearchFields } from '../state/use-address.ts';
import { totalWords } from '../words/total-words.ts';
import type { BulkAct } from './bulk-bar.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnChoice, useChosenColumns } from './column-choice.tsx';
import { ExportButton } from './export-button.tsx';
import type { Filter } from './list-filters.tsx';
import { ListFilters } from './list-filters.tsx';
import { listFields } from './list-fields.ts';
import { Pager } from './pager.tsx';
import type { Column } from './table.tsx';
import { Table } from './table.tsx';

interface DataTableProps<Row> {
  /** What the rows are, in the plural: "people". Names the table, its file and what is remembered of it. */
  readonly noun: string;
  /** What follows `/api/admin/`; answers `listPage` of the contract. */
  readonly path: string;
  readonly page: Reader<ListPage<Row>>;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  readonly link?: ((row: Row) => string | null) | undefined;
  /** What the search field looks in: "Name, UPN or e-mail". Without it there is none. */
  readonly search?: string;
  /** How the server sorts when it is not told, for the mark at its column. */
  readonly defaultSort?: string;
  readonly filters?: readonly Filter[];
  /** Fields of the list's address that hold always and are not shown. */
  readonly fixed?: Readonly<Record<string, string>>;
  readonly bulk?: readonly BulkAct<Row>[];
  /** Acts on many rows that the server does, also on more than a page shows. */
  readonly bulkBar?: ((choice: Choice<Row>) => ReactNode) | undefined;
  readonly acts?: ((row: Row) => ReactNode) | undefined;
  /** Whether the server answers this list as CSV too. */
  readonly csv?: boolean;
  /** Shown when there is nothing at all: what the list is for, and how to begin. */
  readonly empty: ReactNode;
}

/** What of a list is chosen: rows of the page, or with them everything that its filter finds. */
export interface Choice<Row> {
  readonly rows: readonly Row[];
  /** The list's filter as in its address. */
  readonly filter: Readonly<Record<string, string>>;
  readonly total: { readonly count: number; readonly atLeast: boolean };
}

/**
 * A list of the admin interface: searched, filtered, sorted and cut at the server. All of that stands in the address,
 * so that a link keeps it; the columns are remembered in this browser.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { noun, path, page, columns, rowKey, rowName, link, filters = [], fixed = {}, bulk = [], acts } = props;
  const [address, change] = useSearchFields();
  const fields = { ...listFields(address, filters), ...fixed };
  const found = useQuery({ ...adminQuery(page, path, fields), placeholderData: keepPreviousData });
  const [chosen, setChosen] = useChosenRows(JSON.stringify(fields));
  const [shown, setShown] = useChosenColumns(noun, columns);
  const narrowed = Object.keys(listFields(address, filters)).some((key) => key !== 'sort' && key !== 'after');
  const rows = found.data?.items ?? [];
  // Rows of the list before, shown until the answer comes, are not acted on.
  const picked = found.isPlaceholderData ? [] : rows.filter((row) => chosen.has(rowKey(row)));
  const sort = address['sort'] ?? props.defaultSort;
  const nothing = found.isSuccess && rows.length === 0;
  const toFilter = (patch: Readonly<Record<string, string | null>>): void => change({ ...patch, after: null });
  return (
    <section className="list" aria-label={noun} aria-busy={found.isFetching}>
      {!(nothing && !narrowed) && (
        <div className="list__tools">
          <ListFilters search={props.search} filters={filters} values={address} onChange={toFilter} noun={noun} />
          <div className="list__more">
            <ColumnChoice columns={columns} shown={shown} onChange={setShown} />
            {props.csv === true && <ExportButton path={path} fields={fields} noun={noun} />}
          </div>
        </div>
      )}
      {found.isError && <TroubleNote error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Waiting>Looking…</Waiting>}
      {found.data !== undefined && (
        <p className="list__total" role="status">
          {totalWords(rows.length, found.data.total, noun)}
        </p>
      )}
      {nothing &&
        (narrowed ? (
          <NothingFound noun={noun} onClear={() => change(cleared(listFields(address, filters)))} />
        ) : (
          props.empty
        ))}
      {bulk.length > 0 && chosen.size > 0 && (
        <BulkBar rows={picked} acts={bulk} rowName={rowName} area={path} onDone={() => setChosen(new Set())} />
      )}
      {found.data !== undefined &&
        chosen.size > 0 &&
        props.bulkBar?.({
          rows: picked,
          filter: filterOf(fields),
          total: found.data.total,
        })}
      {rows.length > 0 && (
        <Table
          caption={noun}
          rows={rows}
          columns={columns.filter(({ key }) => shown.includes(key))}
          rowKey={rowKey}
          rowName={rowName}
          link={link}
          acts={acts}
          sort={sort}
          onSort={(by) => toFilter({ sort: by })}
          selection={bulk.length === 0 && props.bulkBar === undefined ? undefined : { chosen, onChange: setChosen }}
        />
      )}
      <Pager next={found.data?.next ?? null} after={address['after'] ?? null} onGo={(after) => change({ after })} />
    </section>
  );
}

/** The chosen rows, forgotten when other rows are asked for. @param where what was asked for */
function useChosenRows(where: string) {
  const [kept, keep] = useState<{ where: string; chosen: ReadonlySet<string> }>({ where, chosen: new Set() });
  const chosen = kept.where === where ? kept.chosen : none;
  return [chosen, (next: ReadonlySet<string>) => keep({ where, chosen: next })] as const;
}

const filterOf = ({ sort: _sort, after: _after, ...filter }: Readonly<Record<string, string>>) => filter;

const none: ReadonlySet<string> = new Set();

const cleared = (address: Readonly<Record<string, string>>): Record<string, null> =>
  Object.fromEntries(Object.keys(address).map((key) => [key, null]));

function NothingFound({ noun, onClear }: { readonly noun: string; readonly onClear: () => void }) {
  return (
    <div className="empty">
      <p>No {noun} match what is asked for.</p>
      <button type="button" className="usa-button usa-button--outline" onClick={onClear}>
        Show all {noun}
      </button>
    </div>
  );
}
