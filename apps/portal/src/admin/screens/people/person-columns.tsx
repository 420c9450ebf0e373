import type { PersonRow } from '@lanyard/contract';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { Filter } from '../../parts/list-filters.tsx';
import type { Column } from '../../parts/table.tsx';
import { optionsFrom } from '../../words/options-from.ts';
import { originTitles, personStates } from '../../words/person-words.ts';

export const personColumns: readonly Column<PersonRow>[] = [
  { key: 'displayName', title: 'Name', sort: 'displayName', cell: ({ displayName }) => displayName },
  { key: 'userName', title: 'User name', sort: 'userName', cell: ({ userName }) => userName },
  { key: 'email', title: 'E-mail', sort: 'email', cell: ({ email }) => email },
  { key: 'upn', title: 'UPN', sort: 'upn', cell: ({ upn }) => upn, extra: true },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={personStates[state]} /> },
  { key: 'stateSince', title: 'Since', cell: ({ stateSince }) => <DateText at={stateSince} />, extra: true },
  { key: 'origin', title: 'Comes from', cell: ({ origin }) => originTitles[origin] },
  {
    key: 'createdAt',
    title: 'Known since',
    sort: 'createdAt',
    cell: ({ createdAt }) => <DateText at={createdAt} />,
    extra: true,
  },
];

export const personFilters: readonly Filter[] = [
  { key: 'state', title: 'State', options: optionsFrom(personStates) },
  { key: 'origin', title: 'Comes from', options: optionsFrom(originTitles) },
];
