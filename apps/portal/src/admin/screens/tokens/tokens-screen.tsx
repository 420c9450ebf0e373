import type { ApiTokenView } from '@lanyard/contract';
import { apiTokenView, listPage } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { nothing } from '../../../api/client.ts';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { optionsFrom } from '../../words/options-from.ts';

const page = listPage(apiTokenView);

const states: Readonly<Record<ApiTokenView['state'], StateWord>> = {
  active: { word: 'Active', tone: 'active' },
  expired: { word: 'Ended', tone: 'ended' },
  revoked: { word: 'Revoked', tone: 'ended' },
};

const columns: readonly Column<ApiTokenView>[] = [
  { key: 'name', title: 'Name', cell: ({ name }) => name },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={states[state]} /> },
  { key: 'owner', title: 'Acts for', cell: ({ owner }) => owner.displayName },
  { key: 'scopes', title: 'Scopes', cell: ({ scopes }) => scopes.join(', ') },
  { key: 'expiresAt', title: 'Ends', cell: ({ expiresAt }) => <DateText at={expiresAt} /> },
  { key: 'lastUsedAt', title: 'Last used', cell: ({ lastUsedAt }) => <MaybeDate at={lastUsedAt} none="never" /> },
];

/** "Settings > API tokens": what programs use instead of a card. */
export function TokensScreen() {
  const mayWrite = useAllowed('administrators.write');
  const add = mayWrite && (
    <Link to="/admin/tokens/new" className="usa-button">
      +Add
    </Link>
  );
  return (
    <>
      <ScreenHead title="API tokens" acts={add} />
      <DataTable
        noun="API tokens"
        csv
        path="tokens"
        page={page}
        columns={columns}
        filters={[{ key: 'state', title: 'State', options: optionsFrom(states) }]}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        acts={mayWrite ? actsOf : undefined}
        empty={
          <EmptyState title="No API token yet" act={add}>
            <p>
              A token lets a program use this interface: your identity provider through SCIM, a nightly export. It may
              do less than you, for a year at most.
            </p>
          </EmptyState>
        }
      />
    </>
  );
}

const actsOf = (token: ApiTokenView) => (token.state === 'active' ? <Revoke token={token} /> : null);

function Revoke({ token: { id, name } }: { readonly token: ApiTokenView }) {
  const [asked, ask] = useState(false);
  const toast = useToast();
  const end = useWrite(nothing, () => {
    ask(false);
    toast({ text: `${name} was revoked.` });
  });
  return (
    <>
      <Button type="button" unstyled onClick={() => ask(true)}>
        Revoke<span className="usa-sr-only"> {name}</span>
      </Button>
      {asked && (
        <ConfirmAct
          title={`Revoke ${name}?`}
          verb="Revoke"
          busy={end.isPending}
          error={end.error}
          onConfirm={() => end.mutate({ method: 'DELETE', path: pathOf('tokens', id) })}
          onClose={() => ask(false)}
        >
          <p>
            Programs that use it are refused from their next call on. This cannot be undone; make a new one instead.
          </p>
        </ConfirmAct>
      )}
    </>
  );
}
