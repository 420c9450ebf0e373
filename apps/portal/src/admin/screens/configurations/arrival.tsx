import type { ArrivalDevices } from '@lanyard/contract';
import { arrival, arrivalDevices } from '@lanyard/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListFilters } from '../../parts/list-filters.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Pager } from '../../parts/pager.tsx';
import { StatTile } from '../../parts/stat-tile.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useSearchFields } from '../../state/use-address.ts';
import { optionsFrom } from '../../words/options-from.ts';

type Row = ArrivalDevices['items'][number];

const arrivalStates: Readonly<Record<Row['state'], StateWord>> = {
  applied: { word: 'Applied', tone: 'active' },
  sent: { word: 'Sent, not answered yet', tone: 'waiting' },
  failed: { word: 'Could not be applied', tone: 'attention' },
  withdrawn: { word: 'Withdrawn', tone: 'ended' },
};

const columns: readonly Column<Row>[] = [
  { key: 'name', title: 'Device', cell: ({ name }) => name },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={arrivalStates[state]} /> },
  { key: 'version', title: 'Version', cell: ({ version }) => version, number: true },
  { key: 'reason', title: 'Why', cell: ({ reason }) => reason },
  { key: 'at', title: 'Said', cell: ({ at }) => <DateText at={at} /> },
];

/** Which devices said what of the published version. */
export function Arrival({ id }: { readonly id: string }) {
  const [address, change] = useSearchFields();
  const state = address['state'] ?? 'applied';
  const fields = { state, ...(address['after'] === undefined ? {} : { after: address['after'] }) };
  const counts = useQuery(adminQuery(arrival, pathOf('configurations', id, 'arrival')));
  const devices = useQuery({
    ...adminQuery(arrivalDevices, pathOf('configurations', id, 'devices'), fields),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Loaded query={counts}>
        {(data) => (
          <div className="tiles">
            <StatTile title="Applied" value={data.applied} />
            <StatTile title="Sent" value={data.sent} />
            <StatTile title="Failed" value={data.failed} />
            <StatTile title="Withdrawn" value={data.withdrawn} />
          </div>
        )}
      </Loaded>
      <ListFilters
        noun="devices"
        search={undefined}
        filters={[{ key: 'state', title: 'What the device said', options: optionsFrom(arrivalStates), always: true }]}
        values={{ state }}
        onChange={(patch) => change({ ...patch, after: null })}
      />
      <Loaded query={devices}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <EmptyState title="No device in this state">
                <p>Devices get what is published at their next check-in, and say then what became of it.</p>
              </EmptyState>
            ) : (
              <Devices rows={items} />
            )}
            <Pager next={next} after={address['after'] ?? null} onGo={(after) => change({ after })} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Devices({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <Table
      caption="Devices"
      rows={rows}
      rowKey={({ id }) => id}
      rowName={({ name }) => name}
      link={({ id }) => `/admin/devices/${id}`}
      columns={columns}
    />
  );
}
