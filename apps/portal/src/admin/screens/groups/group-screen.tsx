import type { GroupDetail } from '@lanyard/contract';
import { groupDetail } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { originTitles } from '../../words/person-words.ts';
import { DeleteGroup, RenameGroup } from './group-acts.tsx';
import { GroupFinish } from './group-finish.tsx';
import { Invite } from '../people/invite-act.tsx';
import { GroupMembers } from './group-members.tsx';

export function GroupScreen() {
  const group = useQuery(adminQuery(groupDetail, pathOf('groups', useParam('id'))));
  const mayPeople = useAllowed('people.write');
  const mayWrite = mayPeople && group.data?.origin === 'hand';
  return (
    <>
      <ScreenHead
        title={group.data?.name ?? 'User group'}
        of={{ title: 'User Groups', path: '/admin/groups' }}
        acts={
          mayPeople &&
          group.data !== undefined && (
            <>
              <Invite name={`everybody in ${group.data.name}`} to={{ group: group.data.id }} />
              {mayWrite && <RenameGroup group={group.data} />}
              {mayWrite && <DeleteGroup group={group.data} />}
            </>
          )
        }
      />
      <Loaded query={group}>{(data) => <Group group={data} mayWrite={mayWrite} />}</Loaded>
    </>
  );
}

function Group({ group, mayWrite }: { readonly group: GroupDetail; readonly mayWrite: boolean }) {
  return (
    <>
      <p>
        {group.origin === 'hand'
          ? 'Made here by hand.'
          : `${originTitles[group.origin]} looks after this group; change its members there.`}
      </p>
      <Tabs
        label={group.name}
        tabs={[
          { key: 'members', title: 'Members', content: <GroupMembers group={group} mayWrite={mayWrite} /> },
          { key: 'uses', title: 'Used by', content: <Uses group={group} /> },
          { key: 'finish', title: 'Can they finish?', content: <GroupFinish id={group.id} /> },
        ]}
      />
    </>
  );
}

function Uses({ group: { uses } }: { readonly group: GroupDetail }) {
  if (uses.length === 0)
    return (
      <p>
        Nothing refers to this group yet. Give it settings of its own under{' '}
        <Link to="/admin/user-settings">User Settings</Link>.
      </p>
    );
  return (
    <ul className="rows">
      {uses.map(({ kind, id, name }) => (
        <li key={id}>
          {kind === 'setting' ? 'Setting' : 'Audience of'} <strong>{name}</strong>
        </li>
      ))}
    </ul>
  );
}
