import type { DeviceGroupDevices, DeviceGroupView } from '@lanyard/contract';
import { deviceGroupDevices, deviceGroupView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Pager } from '../../parts/pager.tsx';
import type { Picked } from '../../parts/picker.tsx';
import { devicesSource, Picker } from '../../parts/picker.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useSearchFields } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { platformTitles } from '../../words/platform-words.ts';

type Row = DeviceGroupDevices['items'][number];

const columns: readonly Column<Row>[] = [
  { key: 'name', title: 'Device', cell: ({ name }) => name },
  { key: 'platform', title: 'Platform', cell: ({ platform }) => platformTitles[platform] },
  { key: 'byHand', title: 'Why it is here', cell: ({ byHand }) => (byHand ? 'added by hand' : 'by the rule') },
];

/** The devices of a group: those of its rule, and those that were added by hand. */
export function GroupedDevices({ group: { id, name } }: { readonly group: DeviceGroupView }) {
  const toast = useToast();
  const [address, change] = useSearchFields();
  const after = address['after'] ?? null;
  const path = pathOf('device-groups', id, 'devices');
  const found = useQuery({
    ...adminQuery(deviceGroupDevices, path, after === null ? {} : { after }),
    placeholderData: keepPreviousData,
  });
  const mayWrite = useAllowed('devices.write');
  const members = useWrite(deviceGroupView);
  const to = pathOf('device-groups', id, 'members');
  const remove = (row: Row): void =>
    members.mutate(
      { method: 'POST', path: to, body: { remove: [row.id] } },
      {
        onSuccess: () =>
          toast({
            text: `${row.name} was taken out of ${name}.`,
            undo: () => members.mutateAsync({ method: 'POST', path: to, body: { add: [row.id] } }),
          }),
      },
    );
  return (
    <>
      {mayWrite && <AddDevices id={id} name={name} />}
      {members.isError && <TroubleNote error={members.error} />}
      <Loaded query={found}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <EmptyState title="No device is in it">
                <p>Add devices by hand, or give the group a rule that claims them.</p>
              </EmptyState>
            ) : (
              <Table
                caption="Devices of the group"
                rows={items}
                columns={columns}
                rowKey={(row) => row.id}
                rowName={(row) => row.name}
                link={(row) => `/admin/devices/${row.id}`}
                acts={mayWrite ? (row) => removeAct(row, remove) : undefined}
              />
            )}
            <Pager next={next} after={after} onGo={(page) => change({ after: page })} />
          </>
        )}
      </Loaded>
    </>
  );
}

const removeAct = (row: Row, onRemove: (row: Row) => void) =>
  row.byHand && (
    <Button type="button" unstyled onClick={() => onRemove(row)}>
      Remove<span className="usa-sr-only"> {row.name}</span>
    </Button>
  );

function AddDevices({ id, name }: { readonly id: string; readonly name: string }) {
  const toast = useToast();
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const add = useWrite(deviceGroupView);
  const send = (): void => {
    const ids = picked.map((each) => each.id);
    const onSuccess = (): void => {
      toast({ text: `${ids.length === 1 ? 'One device was' : `${ids.length} devices were`} added to ${name}.` });
      setPicked((now) => now.filter((each) => !ids.includes(each.id)));
    };
    add.mutate({ method: 'POST', path: pathOf('device-groups', id, 'members'), body: { add: ids } }, { onSuccess });
  };
  return (
    <>
      <Picker label="Add devices" source={devicesSource} picked={picked} onChange={setPicked} />
      {picked.length > 0 && (
        <Button type="button" aria-disabled={add.isPending} onClick={() => !add.isPending && send()}>
          {picked.length === 1 ? 'Add one device' : `Add ${picked.length} devices`}
        </Button>
      )}
      {add.isError && <TroubleNote error={add.error} />}
    </>
  );
}
