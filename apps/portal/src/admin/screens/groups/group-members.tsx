import type { GroupDetail } from '@lanyard/contract';
import { memberPage, membershipResult } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import type { Picked } from '../../parts/picker.tsx';
import { peopleSource, Picker } from '../../parts/picker.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { numberWords } from '../../words/total-words.ts';
import { personColumns } from '../people/person-columns.tsx';

interface GroupMembersProps {
  readonly group: GroupDetail;
  readonly mayWrite: boolean;
}

export function GroupMembers({ group, mayWrite }: GroupMembersProps) {
  const path = pathOf('groups', group.id, 'members');
  const remove = (id: string) => adminCall(membershipResult, 'POST', path, { add: [], remove: [id] });
  return (
    <>
      {mayWrite && <AddMembers path={path} name={group.name} />}
      <DataTable
        noun="members"
        csv
        path={path}
        page={memberPage}
        columns={personColumns}
        defaultSort="userName"
        search="Name, user name, UPN or e-mail"
        rowKey={({ id }) => id}
        rowName={({ displayName }) => displayName}
        link={({ id }) => `/admin/people/${id}`}
        bulk={
          mayWrite
            ? [
                {
                  title: 'Remove from group',
                  warn: () => `They lose what ${group.name} gives them at the next check-in of their devices.`,
                  run: ({ id }) => remove(id),
                },
              ]
            : []
        }
        empty={
          <EmptyState title="Nobody is in this group">
            <p>Settings and configurations of the group hold for its members from the moment they join.</p>
          </EmptyState>
        }
      />
    </>
  );
}

function AddMembers({ path, name }: { readonly path: string; readonly name: string }) {
  const [picked, pick] = useState<readonly Picked[]>([]);
  const toast = useToast();
  const back = useWrite(membershipResult, () => undefined);
  const add = useWrite(membershipResult);
  const send = (): void => {
    const ids = picked.map(({ id }) => id);
    const onSuccess = ({ added }: { readonly added: number }): void => {
      pick((now) => now.filter(({ id }) => !ids.includes(id)));
      const text = added === 1 ? `One person joined ${name}.` : `${numberWords(added)} people joined ${name}.`;
      const undo = () => back.mutateAsync({ method: 'POST', path, body: { add: [], remove: ids } });
      // Whoever was a member before stays one: then there is no way back in one press.
      toast(added === ids.length ? { text, undo } : { text });
    };
    add.mutate({ method: 'POST', path, body: { add: ids, remove: [] } }, { onSuccess });
  };
  return (
    <div className="form">
      <Picker label="Add people" source={peopleSource} picked={picked} onChange={pick} />
      {add.isError && <TroubleNote error={add.error} />}
      {picked.length > 0 && (
        <Button type="button" aria-disabled={add.isPending} onClick={() => !add.isPending && send()}>
          Add {picked.length === 1 ? 'one person' : `${picked.length} people`}
        </Button>
      )}
    </div>
  );
}
