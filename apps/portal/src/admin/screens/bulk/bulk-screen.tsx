import type { BulkAct, BulkRow, BulkView } from '@lanyard/contract';
import { bulkRowPage, bulkView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Note } from '../../../parts/note.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { StatTile } from '../../parts/stat-tile.tsx';
import type { Column } from '../../parts/table.tsx';
import { useParam } from '../../state/use-address.ts';
import { bulkVerbs } from '../../words/act-words.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { numberWords, oneOf } from '../../words/total-words.ts';

const outcomes: Readonly<Record<BulkRow['outcome'], StateWord>> = {
  waiting: { word: 'Waits', tone: 'waiting' },
  done: { word: 'Done', tone: 'active' },
  unchanged: { word: 'Was so already', tone: 'ended' },
  failed: { word: 'Not done', tone: 'attention' },
};
const areaTitles = { credentials: 'Derived', requests: 'Requests', devices: 'Devices' } as const;

const columns: readonly Column<BulkRow>[] = [
  { key: 'position', title: 'Row', cell: ({ position }) => position },
  { key: 'outcome', title: 'Outcome', cell: ({ outcome }) => <StateMark state={outcomes[outcome]} /> },
  { key: 'title', title: 'Why', cell: ({ title }) => title },
  { key: 'objectId', title: 'Id', cell: ({ objectId }) => <code>{objectId}</code> },
];

const followMs = 1_000;

/** How far an act on many is, and what became of each. It goes on when this page is left. */
export function BulkScreen() {
  const id = useParam('id');
  const bulk = useQuery({
    ...adminQuery(bulkView, pathOf('bulk', id)),
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : followMs),
  });
  const area = bulk.data?.area ?? 'credentials';
  return (
    <>
      <ScreenHead title={titleOf(bulk.data)} of={{ title: areaTitles[area], path: `/admin/${area}` }} />
      <Loaded query={bulk}>{(data) => <Progress bulk={data} />}</Loaded>
      {bulk.data?.state === 'done' && (
        <DataTable
          noun="rows"
          path={pathOf('bulk', id, 'rows')}
          page={bulkRowPage}
          columns={columns}
          filters={[{ key: 'outcome', title: 'Outcome', options: optionsFrom(outcomes) }]}
          rowKey={({ position }) => String(position)}
          rowName={({ position }) => `row ${position}`}
          link={area === 'requests' ? undefined : ({ objectId }) => `/admin/${area}/${objectId}`}
          csv
          empty={<p>No row.</p>}
        />
      )}
    </>
  );
}

const titleOf = (bulk: BulkView | undefined): string =>
  bulk === undefined
    ? 'Act on many'
    : `${bulkVerbs[bulk.act as BulkAct]} ${numberWords(bulk.total)} ${bulk.total === 1 ? oneOf(bulk.area) : bulk.area}`;

function Progress({ bulk }: { readonly bulk: BulkView }) {
  const { state, approvalId, reason, total, done, unchanged, failed } = bulk;
  return (
    <>
      <p>Reason given: {reason}</p>
      {state === 'waiting' && (
        <Note tone="waiting" title="It waits for a second person.">
          <p>
            Nothing has happened yet.{' '}
            {approvalId !== null && <Link to={`/admin/approvals/${approvalId}`}>Look at the approval.</Link>}
          </p>
        </Note>
      )}
      {state === 'running' && <ProgressBar title="Done" done={done + unchanged + failed} all={total} />}
      <div className="tiles" role="status">
        <StatTile title="Done" value={done} />
        <StatTile title="Were so already" value={unchanged} />
        <StatTile title="Not done" value={failed} />
      </div>
      {state === 'done' && failed > 0 && (
        <Note tone="attention" title={`${numberWords(failed)} could not be done.`}>
          <p>The rows below say why. The others are done.</p>
        </Note>
      )}
    </>
  );
}
