import type { DeviceGroupView } from '@lanyard/contract';
import { deviceGroupInput, deviceGroupView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import type { FieldProps, Renderers } from '../../parts/form/form-context.ts';
import type { Edited } from '../../parts/form/schema-form.tsx';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { GroupsField } from '../../parts/groups-field.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { DeleteDeviceGroup } from './delete-device-group.tsx';
import { GroupedDevices } from './grouped-devices.tsx';

const list = { title: 'Device Groups', path: '/admin/device-groups' };

const renderers: Renderers = { 'rule.userGroups': (props: FieldProps) => <GroupsField {...props} /> };

/** One device group, or a new one. */
export function DeviceGroupScreen() {
  const id = useParam('id');
  if (id !== 'new') return <OldGroup key={id} id={id} />;
  return (
    <>
      <ScreenHead title="Add a device group" of={list} />
      <GroupForm group={null} />
    </>
  );
}

function OldGroup({ id }: { readonly id: string }) {
  const found = useQuery(adminQuery(deviceGroupView, pathOf('device-groups', id)));
  const mayWrite = useAllowed('devices.write');
  return (
    <>
      <ScreenHead
        title={found.data?.name ?? 'Device group'}
        of={list}
        acts={mayWrite && found.data !== undefined && <DeleteDeviceGroup group={found.data} />}
      />
      <Loaded query={found}>
        {(group) => (
          <Tabs
            label="Parts of this device group"
            tabs={[
              { key: 'devices', title: 'Devices', content: <GroupedDevices group={group} /> },
              { key: 'rule', title: 'Rule', content: <GroupForm group={group} /> },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}

function GroupForm({ group }: { readonly group: DeviceGroupView | null }) {
  const { history } = useRouter();
  const toast = useToast();
  const path = group === null ? 'device-groups' : pathOf('device-groups', group.id);
  const write = useWrite(deviceGroupView, ({ name }) => toast({ text: `${name} was saved.` }), ['spaces', 'devices']);
  return (
    <SchemaForm
      name="device-group"
      schema={deviceGroupInput}
      renderers={renderers}
      readOnly={!useAllowed('devices.write')}
      verb={group === null ? 'Add' : 'Save'}
      save={(body, version) =>
        write.mutateAsync({
          method: group === null ? 'POST' : 'PUT',
          path,
          body,
          ...(version === undefined ? {} : { version }),
        })
      }
      onSaved={({ id }) => history.push(`${list.path}/${id}`)}
      onCancel={() => history.push(list.path)}
      {...(group === null
        ? {}
        : { from: editedOf(group), reload: async () => editedOf(await adminCall(deviceGroupView, 'GET', path)) })}
    />
  );
}

const editedOf = ({ name, description, rule, version }: DeviceGroupView): Edited => ({
  value: { name, description, rule },
  version,
});
