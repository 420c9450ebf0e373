import type { PersonDetail } from '@lanyard/contract';
import { personDetail } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { StateMark } from '../../../parts/state-mark.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { personStates } from '../../words/person-words.ts';
import { Invite } from './invite-act.tsx';
import { PersonCredentials, PersonDevices, PersonRequests } from './person-lists.tsx';
import { PersonOverview } from './person-overview.tsx';
import { PersonSettingsList } from './person-settings-list.tsx';
import { StateActs } from './state-acts.tsx';

/** Everything of one person, the state and the next step on top. */
export function PersonScreen() {
  const person = useQuery(adminQuery(personDetail, pathOf('people', useParam('id'))));
  return (
    <>
      <ScreenHead
        title={person.data?.displayName ?? 'Person'}
        of={{ title: 'People', path: '/admin/people' }}
        acts={person.data !== undefined && <PersonActs person={person.data} />}
      />
      <Loaded query={person}>{(data) => <Person key={data.id} person={data} />}</Loaded>
    </>
  );
}

function PersonActs({ person }: { readonly person: PersonDetail }) {
  const mayWrite = useAllowed('people.write');
  if (!mayWrite) return null;
  return (
    <>
      <Link to={`/admin/people/${person.id}/edit`} className="usa-button usa-button--outline button-small">
        Edit
      </Link>
      {person.state === 'active' && <Invite name={person.displayName} to={{ person: person.id }} />}
      <StateActs person={person} />
    </>
  );
}

function Person({ person }: { readonly person: PersonDetail }) {
  const { id, state, stateReason } = person;
  const may = { devices: useAllowed('devices.read'), credentials: useAllowed('credentials.read') };
  const tabs = [
    { key: 'overview', title: 'Overview', content: <PersonOverview person={person} /> },
    {
      key: 'timeline',
      title: 'Timeline',
      content: <Timeline path={pathOf('people', id, 'timeline')} label="What happened" />,
    },
    { key: 'devices', title: 'Devices', content: <PersonDevices id={id} /> },
    { key: 'credentials', title: 'Credentials', content: <PersonCredentials id={id} /> },
    { key: 'requests', title: 'Requests', content: <PersonRequests id={id} /> },
    { key: 'settings', title: 'Settings in force', content: <PersonSettingsList id={id} /> },
  ].filter(
    ({ key }) =>
      (key !== 'devices' || may.devices) && ((key !== 'credentials' && key !== 'requests') || may.credentials),
  );
  return (
    <>
      <p>
        <StateMark state={personStates[state]} /> {stateReason}
      </p>
      <Tabs tabs={tabs} label={person.displayName} />
    </>
  );
}
