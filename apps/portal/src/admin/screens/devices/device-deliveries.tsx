import type { Delivery } from '@lanyard/contract';
import { deliveries } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';

const states: Readonly<Record<Delivery['state'], StateWord>> = {
  waiting: { word: 'Waits', tone: 'waiting' },
  sent: { word: 'Sent, not answered yet', tone: 'waiting' },
  applied: { word: 'Applied', tone: 'active' },
  failed: { word: 'Could not be applied', tone: 'attention' },
  withdrawn: { word: 'Withdrawn', tone: 'ended' },
};

const columns: readonly Column<Delivery>[] = [
  { key: 'name', title: 'What it is to have', cell: ({ name }) => name },
  { key: 'what', title: 'Kind', cell: ({ what }) => (what === 'app' ? 'App' : 'Configuration') },
  { key: 'state', title: 'What it has', cell: ({ state }) => <StateMark state={states[state]} /> },
  { key: 'reason', title: 'What it waits for, or why not', cell: ({ reason }) => reason },
  { key: 'version', title: 'Version', cell: ({ version }) => version, number: true },
  { key: 'at', title: 'Since', cell: ({ at }) => <MaybeDate at={at} /> },
];

/** What a device is to have beside what it has. */
export function DeviceDeliveries({ id }: { readonly id: string }) {
  const found = useQuery(adminQuery(deliveries, pathOf('devices', id, 'deliveries')));
  return (
    <Loaded query={found}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="Nothing is delivered to it">
            <p>Configurations and apps whose audience the device is in appear here, with what became of each.</p>
          </EmptyState>
        ) : (
          <Table
            caption="Deliveries"
            rows={items}
            columns={columns}
            rowKey={(row) => `${row.what} ${row.id}`}
            rowName={({ name }) => name}
            link={({ what, id: its }) => (what === 'app' ? `/admin/apps/${its}` : `/admin/configurations/${its}`)}
          />
        )
      }
    </Loaded>
  );
}
