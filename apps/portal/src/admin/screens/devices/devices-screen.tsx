import { deviceListPage } from '@lanyard/contract';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { BulkChoice } from '../bulk/bulk-choice.tsx';
import { deviceColumns, deviceFilters } from './device-columns.tsx';

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
        bulkBar={
          mayWrite ? (choice) => <BulkChoice area="devices" acts={['lost', 'retire']} choice={choice} /> : undefined
        }
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
