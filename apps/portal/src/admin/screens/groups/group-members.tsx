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
  const add = useWrite(membershipResult, ({ added }) => {
    const ids = picked.map(({ id }) => id);
    pick([]);
    toast({
      text: added === 1 ? `One person joined ${name}.` : `${added} people joined ${name}.`,
      undo: () => back.mutateAsync({ method: 'POST', path, body: { add: [], remove: ids } }),
    });
  });
  return (
    <div className="form">
      <Picker label="Add people" source={peopleSource} picked={picked} onChange={pick} />
      {add.isError && <TroubleNote error={add.error} />}
      {picked.length > 0 && (
        <Button
          type="button"
          aria-disabled={add.isPending}
          onClick={() =>
            !add.isPending &&
            add.mutate({ method: 'POST', path, body: { add: picked.map(({ id }) => id), remove: [] } })
          }
        >
          Add {picked.length === 1 ? 'one person' : `${picked.length} people`}
        </Button>
      )}
    </div>
  );
}
