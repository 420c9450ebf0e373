import type { GroupDetail } from '@lanyard/contract';
import { groupDeletion, groupDetail, groupFacts } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { nothing } from '../../../api/client.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';

interface GroupProps {
  readonly group: GroupDetail;
}

export function RenameGroup({ group }: GroupProps) {
  const [open, setOpen] = useState(false);
  const path = pathOf('groups', group.id);
  const rename = useWrite(groupDetail, undefined, ['people']);
  return (
    <>
      <Button type="button" outline className="button-small" onClick={() => setOpen(true)}>
        Rename
      </Button>
      {open && (
        <Dialog title={`Rename ${group.name}`} onClose={() => setOpen(false)}>
          <SchemaForm
            name="rename"
            schema={groupFacts}
            from={{ value: { name: group.name }, version: group.version }}
            verb="Rename"
            save={(body, version) =>
              rename.mutateAsync({ method: 'PATCH', path, body, ...(version === undefined ? {} : { version }) })
            }
            onSaved={() => setOpen(false)}
            onCancel={() => setOpen(false)}
          />
        </Dialog>
      )}
    </>
  );
}

export function DeleteGroup({ group }: GroupProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="button" secondary className="button-small" onClick={() => setOpen(true)}>
        Delete
      </Button>
      {open && <DeleteQuestion group={group} onClose={() => setOpen(false)} />}
    </>
  );
}

function DeleteQuestion({ group, onClose }: GroupProps & { readonly onClose: () => void }) {
  const { id, name, version, members } = group;
  const { history } = useRouter();
  const toast = useToast();
  const look = useQuery({
    queryKey: adminKey('groups', id, 'deletion'),
    queryFn: () => adminCall(groupDeletion, 'POST', pathOf('groups', id, 'deletion', 'preview')),
  });
  const end = useWrite(nothing, () => {
    toast({ text: `${name} was deleted.` });
    history.push('/admin/groups');
  });
  const allowed = look.data?.allowed === true;
  return (
    <ConfirmAct
      title={`Delete the group ${name}?`}
      verb="Delete group"
      {...(members.count > 10 ? { type: name } : {})}
      busy={end.isPending || !allowed}
      error={end.error}
      onConfirm={() => end.mutate({ method: 'DELETE', path: pathOf('groups', id), version })}
      onClose={onClose}
    >
      <Loaded query={look}>
        {({ uses, consequences }) =>
          uses.length === 0 ? (
            <Consequences items={consequences} />
          ) : (
            <>
              <p>It cannot be deleted while something refers to it. Take it out of these first:</p>
              <ul>
                {uses.map((use) => (
                  <li key={use.id}>{use.name}</li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </ConfirmAct>
  );
}
