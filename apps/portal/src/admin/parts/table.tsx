/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- a table laid out as cards loses its roles in some browsers, so they are written out */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A column of a table. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** The name that the server sorts by. */
  readonly sort?: string;
  /** Numbers stand at the right. */
  readonly number?: boolean;
  /** Left out until the person chooses it. */
  readonly extra?: boolean;
}

export interface Selection {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

interface TableProps<Row> {
  /** What the table shows; also for screen readers. */
  readonly caption: string;
  readonly captionShown?: boolean;
  readonly rows: readonly Row[];
  /** The first names its row. */
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  /** The screen of a row; its first cell leads there. */
  readonly link?: ((row: Row) => string | null) | undefined;
  /** As the address says: `name`, or `-name` from the greatest down. */
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string) => void;
  readonly selection?: Selection | undefined;
  /** What can be done with a row, at its end. */
  readonly acts?: ((row: Row) => ReactNode) | undefined;
}

/** Rows and columns; under 640 px each row is a card whose cells carry their titles. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionShown = false, rows, columns, rowKey, selection, acts } = props;
  return (
    <div className="table-place">
      <table className="table" role="table">
        <caption className={captionShown ? 'table__caption' : 'usa-sr-only'}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {selection !== undefined && (
              <th role="columnheader" scope="col" className="table__select">
                <AllOfPage rows={rows} rowKey={rowKey} selection={selection} />
              </th>
            )}
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
            {acts !== undefined && (
              <th role="columnheader" scope="col">
                <span className="usa-sr-only">Acts</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <TableRow key={rowKey(row)} row={row} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps<Row> {
  readonly column: Column<Row>;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
}

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const className = column.number === true ? 'table__number' : undefined;
  const { sort: by } = column;
  if (by === undefined || onSort === undefined) {
    return (
      <th role="columnheader" scope="col" className={className}>
        {column.title}
      </th>
    );
  }
  const order = sort === by ? 'ascending' : sort === `-${by}` ? 'descending' : 'none';
  return (
    <th role="columnheader" scope="col" className={className} aria-sort={order}>
      <button
        type="button"
        className="table__sort"
        data-order={order}
        onClick={() => onSort(order === 'ascending' ? `-${by}` : by)}
      >
        {column.title}
      </button>
    </th>
  );
}

function TableRow<Row>(props: TableProps<Row> & { readonly row: Row }) {
  const { row, columns, rowKey, rowName, link, selection, acts } = props;
  const key = rowKey(row);
  return (
    <tr role="row" data-row={key} aria-selected={selection === undefined ? undefined : selection.chosen.has(key)}>
      {selection !== undefined && (
        <td role="cell" className="table__select">
          <Tick
            name={`Choose ${rowName(row)}`}
            ticked={selection.chosen.has(key)}
            onTick={() => flip(selection, key)}
          />
        </td>
      )}
      {columns.map((column, index) => (
        <td
          key={column.key}
          role="cell"
          data-title={column.title}
          className={column.number === true ? 'table__number' : index === 0 ? 'table__first' : undefined}
        >
          {index === 0 ? (
            <RowLink to={link?.(row) ?? null}>{column.cell(row)}</RowLink>
          ) : (
            <div className="table__value">{column.cell(row)}</div>
          )}
        </td>
      ))}
      {acts !== undefined && (
        <td role="cell" className="table__acts">
          {acts(row)}
        </td>
      )}
    </tr>
  );
}

function RowLink({ to, children }: { readonly to: string | null; readonly children: ReactNode }) {
  return to === null ? <>{children}</> : <Link to={to}>{children}</Link>;
}

interface AllProps<Row> {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly selection: Selection;
}

function AllOfPage<Row>({ rows, rowKey, selection }: AllProps<Row>) {
  const keys = rows.map(rowKey);
  const all = keys.length > 0 && keys.every((key) => selection.chosen.has(key));
  return (
    <Tick
      name="Choose all rows of this page"
      ticked={all}
      onTick={() => selection.onChange(all ? new Set() : new Set(keys))}
    />
  );
}

function Tick(props: { readonly name: string; readonly ticked: boolean; readonly onTick: () => void }) {
  return (
    <label className="tick">
      <input type="checkbox" checked={props.ticked} onChange={props.onTick} />
      <span className="usa-sr-only">{props.name}</span>
    </label>
  );
}

function flip({ chosen, onChange }: Selection, key: string): void {
  const next = new Set(chosen);
  if (!next.delete(key)) next.add(key);
  onChange(next);
}
