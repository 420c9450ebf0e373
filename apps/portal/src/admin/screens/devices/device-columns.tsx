import type { DeviceRow } from '@lanyard/contract';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { Filter } from '../../parts/list-filters.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { PersonLink } from '../../parts/person-link.tsx';
import type { Column } from '../../parts/table.tsx';
import { deviceStateWords } from '../../words/device-words.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { platformTitles } from '../../words/platform-words.ts';

export const deviceColumns: readonly Column<DeviceRow>[] = [
  { key: 'name', title: 'Device', sort: 'name', cell: ({ name }) => name },
  { key: 'person', title: 'Person', cell: ({ person }) => <PersonLink person={person} /> },
  {
    key: 'platform',
    title: 'Platform',
    cell: ({ platform, osVersion }) => `${platformTitles[platform]} ${osVersion}`,
  },
  { key: 'model', title: 'Model', cell: ({ model }) => model, extra: true },
  { key: 'walletVersion', title: 'Wallet', cell: ({ walletVersion }) => walletVersion, extra: true },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={deviceStateWords[state]} /> },
  {
    key: 'registeredAt',
    title: 'Registered',
    sort: 'registeredAt',
    cell: ({ registeredAt }) => <DateText at={registeredAt} />,
  },
  {
    key: 'lastCheckInAt',
    title: 'Last check-in',
    sort: 'lastCheckInAt',
    cell: ({ lastCheckInAt }) => <MaybeDate at={lastCheckInAt} none="never" />,
  },
];

export const deviceFilters: readonly Filter[] = [
  { key: 'state', title: 'State', options: optionsFrom(deviceStateWords) },
  { key: 'platform', title: 'Platform', options: optionsFrom(platformTitles) },
  {
    key: 'quietDays',
    title: 'Not heard of for',
    options: [7, 30, 90].map((days) => ({ value: String(days), title: `${days} days` })),
  },
];
