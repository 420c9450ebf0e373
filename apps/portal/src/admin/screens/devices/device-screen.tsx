import type { AdminDeviceView } from '@lanyard/contract';
import { adminDeviceView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { StateMark } from '../../../parts/state-mark.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { deviceStateWords } from '../../words/device-words.ts';
import { CredentialList } from '../credentials/credential-list.tsx';
import { DeviceActs } from './device-acts.tsx';
import { DeviceDeliveries } from './device-deliveries.tsx';
import { DeviceDesktops } from './device-desktops.tsx';
import { DeviceOverview } from './device-overview.tsx';

/** Everything of one device, the state and the next step on top. */
export function DeviceScreen() {
  const device = useQuery(adminQuery(adminDeviceView, pathOf('devices', useParam('id'))));
  const mayWrite = useAllowed('devices.write');
  return (
    <>
      <ScreenHead
        title={device.data?.name ?? 'Device'}
        of={{ title: 'Devices', path: '/admin/devices' }}
        acts={mayWrite && device.data !== undefined && <DeviceActs device={device.data} />}
      />
      <Loaded query={device}>{(data) => <Device key={data.id} device={data} />}</Loaded>
    </>
  );
}

function Device({ device }: { readonly device: AdminDeviceView }) {
  const { id, state } = device;
  const maySeeCredentials = useAllowed('credentials.read');
  const tabs = [
    { key: 'overview', title: 'Overview', content: <DeviceOverview device={device} /> },
    { key: 'deliveries', title: 'Deliveries', content: <DeviceDeliveries id={id} /> },
    { key: 'desktops', title: 'Desktops', content: <DeviceDesktops device={device} /> },
    { key: 'credentials', title: 'Credentials', content: <CredentialList fixed={{ device: id }} /> },
    {
      key: 'timeline',
      title: 'Timeline',
      content: <Timeline path={pathOf('devices', id, 'timeline')} label="What happened" />,
    },
  ].filter(({ key }) => key !== 'credentials' || maySeeCredentials);
  return (
    <>
      <p>
        <StateMark state={deviceStateWords[state]} /> {nextStep(device)}
      </p>
      <Tabs tabs={tabs} label={device.name} />
    </>
  );
}

function nextStep({ state, lastCheckInAt }: AdminDeviceView): string {
  if (state === 'lost') return 'Its credentials were revoked. When it is found it is registered anew with a new PIN.';
  if (state === 'retired') return 'Its credentials were revoked. To use it again it is registered anew with a new PIN.';
  return lastCheckInAt === null
    ? 'It has not checked in yet. Have the person open the wallet while the phone is online.'
    : 'Nothing is to be done. Changes reach it at its next check-in.';
}
