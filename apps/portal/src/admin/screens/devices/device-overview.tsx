import type { AdminDeviceView } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { FactList } from '../../parts/fact-list.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { platformTitles } from '../../words/platform-words.ts';

export function DeviceOverview({ device }: { readonly device: AdminDeviceView }) {
  const { person, personId, platform, osVersion, model, walletVersion, registeredAt, lastCheckInAt, endedAt } = device;
  const { space, deviceGroups } = device;
  return (
    <Sheet title="Facts">
      <FactList
        facts={[
          {
            title: 'Person',
            value: <Link to={`/admin/people/${personId}`}>{person?.displayName ?? 'somebody who is gone'}</Link>,
          },
          { title: 'Platform, as the device says', value: `${platformTitles[platform]} ${osVersion}` },
          { title: 'Model, as the device says', value: model === '' ? 'not said' : model },
          { title: 'Wallet', value: walletVersion },
          { title: 'Registered', value: <DateText at={registeredAt} /> },
          { title: 'Last check-in', value: <MaybeDate at={lastCheckInAt} none="never" /> },
          { title: 'Ended', value: endedAt === null ? null : <DateText at={endedAt} /> },
          {
            title: 'Space',
            value: `${space.name}${space.byHand ? ', chosen by hand' : ', by its rules'}`,
          },
          { title: 'Device groups', value: deviceGroups.map(({ name }) => name).join(', ') || 'none' },
        ]}
      />
    </Sheet>
  );
}
