import type { IntakeLine, ListPage } from '@lanyard/contract';
import { intakeLines } from '@lanyard/contract';
import type { Reader } from '../../../api/client.ts';
import { StateMark } from '../../../parts/state-mark.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import type { Column } from '../../parts/table.tsx';
import { intakeOutcomes } from '../../words/intake-words.ts';
import { optionsFrom } from '../../words/options-from.ts';

const columns: readonly Column<IntakeLine>[] = [
  { key: 'line', title: 'Line', cell: ({ line }) => line },
  { key: 'outcome', title: 'Outcome', cell: ({ outcome }) => <StateMark state={intakeOutcomes[outcome]} /> },
  { key: 'displayName', title: 'Name', cell: ({ displayName }) => displayName },
  { key: 'userName', title: 'User name', cell: ({ userName }) => userName },
  {
    key: 'what',
    title: 'What changes, or why not',
    cell: ({ reason, changes }) =>
      reason ?? changes.map(({ field, before, after }) => `${field}: ${before || 'empty'} → ${after}`).join('; '),
  },
];

/** Lines are numbered and not counted anew: a page says where the next begins, as every other list does. */
const page: Reader<ListPage<IntakeLine>> = {
  parse: (value) => {
    const { items, next } = intakeLines.parse(value);
    const last = items.at(-1)?.line ?? 0;
    return {
      items,
      next: next === null ? null : String(next),
      total: { count: next === null ? items.length : last, atLeast: next !== null },
    };
  },
};

export const IntakeLines = ({ path }: { readonly path: string }) => (
  <DataTable
    noun="lines"
    path={`${path}/lines`}
    page={page}
    columns={columns}
    filters={[{ key: 'outcome', title: 'Outcome', options: optionsFrom(intakeOutcomes) }]}
    rowKey={({ line }) => String(line)}
    rowName={({ line }) => `line ${line}`}
    empty={<p>The file has no lines that were read yet.</p>}
  />
);
