import type { DeviceRow } from '@lanyard/contract';
import { deviceListPage } from '@lanyard/contract';
import type { Choice } from '../../parts/data-table.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { BulkChoice } from '../bulk/bulk-choice.tsx';
import { deviceColumns, deviceFilters } from './device-columns.tsx';

const bulkOf = (choice: Choice<DeviceRow>) => <BulkChoice area="devices" acts={['lost', 'retire']} choice={choice} />;

export function DevicesScreen() {
  const mayWrite = useAllowed('devices.write');
  return (
    <>
      <ScreenHead title="Devices" />
      <DataTable
        noun="devices"
        path="devices"
        page={deviceListPage}
        columns={deviceColumns}
        filters={deviceFilters}
        defaultSort="-registeredAt"
        search="Device name, or its person"
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        link={({ id }) => `/admin/devices/${id}`}
        bulkBar={mayWrite ? bulkOf : undefined}
        csv
        empty={
          <EmptyState title="No device yet">
            <p>A phone appears here once it is registered with the PIN that the self-service portal shows.</p>
          </EmptyState>
        }
      />
    </>
  );
}
