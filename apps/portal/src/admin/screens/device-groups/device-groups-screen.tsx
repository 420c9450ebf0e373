import type { DeviceGroupView } from '@lanyard/contract';
import { deviceGroupPage } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { atMost } from '../spaces/at-most.ts';

const columns: readonly Column<DeviceGroupView>[] = [
  { key: 'name', title: 'Device group', sort: 'name', cell: ({ name }) => name },
  { key: 'devices', title: 'Devices', cell: ({ devices }) => atMost(devices), number: true },
  { key: 'rule', title: 'Devices come', cell: ({ rule }) => (rule === null ? 'by hand' : 'by rule and by hand') },
  { key: 'description', title: 'Description', cell: ({ description }) => description },
];

/** "Device Groups": devices together, for spaces and distributions. */
export function DeviceGroupsScreen() {
  const add = useAllowed('devices.write') && (
    <Link to="/admin/device-groups/new" className="usa-button">
      +Add
    </Link>
  );
  return (
    <>
      <ScreenHead title="Device Groups" acts={add} />
      <DataTable
        noun="device groups"
        path="device-groups"
        page={deviceGroupPage}
        columns={columns}
        defaultSort="name"
        search="Name"
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        link={({ id }) => `/admin/device-groups/${id}`}
        empty={
          <EmptyState title="No device group yet" act={add}>
            <p>
              Make a device group where configurations or apps are for some devices only: those with a newer operating
              system, those of a platform, or a few that you name.
            </p>
          </EmptyState>
        }
      />
    </>
  );
}
