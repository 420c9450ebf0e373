import type { LdapView } from '@lanyard/contract';
import { intakeView, ldapView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { nothing } from '../../../api/client.ts';
import { Note } from '../../../parts/note.tsx';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { ConnectionForm } from './connection-form.tsx';

const list = { title: 'LDAP', path: '/admin/ldap' };

/** One connection to a directory: how its last sync went, and how it is reached. */
export function ConnectionScreen() {
  const id = useParam('id');
  return id === 'new' ? (
    <>
      <ScreenHead title="Connect a directory" of={list} />
      <ConnectionForm connection={null} />
    </>
  ) : (
    <OldConnection key={id} id={id} />
  );
}

function OldConnection({ id }: { readonly id: string }) {
  const found = useQuery(adminQuery(ldapView, pathOf('ldap', id)));
  const mayWrite = useAllowed('settings.write');
  return (
    <>
      <ScreenHead
        title={found.data?.connection.name ?? 'Connection'}
        of={list}
        acts={mayWrite && found.data !== undefined && <ConnectionActs view={found.data} />}
      />
      <Loaded query={found}>
        {(view) => (
          <>
            {view.waitingIntakeId !== null && <Waits id={view.waitingIntakeId} />}
            {view.lastSync?.outcome === 'failed' && (
              <Note tone="attention" title="The last sync failed.">
                <p>{view.lastSync.problem}</p>
              </Note>
            )}
            <ConnectionForm connection={view} />
          </>
        )}
      </Loaded>
    </>
  );
}

const Waits = ({ id }: { readonly id: string }) => (
  <Note tone="attention" title="A sync waits for your decision.">
    <p>
      It would end more people than usual.{' '}
      <Link to={`/admin/people/import/${id}`}>Look at it, then go on or discard it</Link>.
    </p>
  </Note>
);

function ConnectionActs({ view: { id, version, connection } }: { readonly view: LdapView }) {
  const { history } = useRouter();
  const toast = useToast();
  const [asked, ask] = useState(false);
  const path = pathOf('ldap', id);
  const run = useWrite(intakeView, (intake) => history.push(`/admin/people/import/${intake.id}`), ['intakes']);
  const end = useWrite(nothing, () => {
    toast({ text: `${connection.name} was removed.` });
    history.push(list.path);
  });
  const start = (how: 'preview' | 'sync'): void => {
    if (!run.isPending) run.mutate({ method: 'POST', path: `${path}/${how}` });
  };
  return (
    <>
      <Button
        type="button"
        outline
        className="button-small"
        aria-disabled={run.isPending}
        onClick={() => start('preview')}
      >
        Preview a sync
      </Button>
      <Button
        type="button"
        outline
        className="button-small"
        aria-disabled={run.isPending}
        onClick={() => start('sync')}
      >
        Sync now
      </Button>
      <Button type="button" secondary className="button-small" onClick={() => ask(true)}>
        Remove
      </Button>
      {run.isError && <TroubleNote error={run.error} />}
      {asked && (
        <ConfirmAct
          title={`Remove the connection ${connection.name}?`}
          verb="Remove connection"
          busy={end.isPending}
          error={end.error}
          onConfirm={() => end.mutate({ method: 'DELETE', path, version })}
          onClose={() => ask(false)}
        >
          <p>People and groups that came from it stay as they are and no longer follow the directory.</p>
        </ConfirmAct>
      )}
    </>
  );
}
