import type { RecoveredKey, RecoveryView } from '@lanyard/contract';
import { recoveredKey, recoveryList } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createContext, useContext, useEffect, useState } from 'react';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { PersonLink } from '../../parts/person-link.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { recoveryStates } from '../../words/act-words.ts';
import { KeyDialog } from './key-dialog.tsx';

const columns: readonly Column<RecoveryView>[] = [
  { key: 'subject', title: 'Key of', cell: ({ subject }) => subject },
  { key: 'person', title: 'Person', cell: ({ person }) => <PersonLink person={person} /> },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={recoveryStates[state]} /> },
  { key: 'reason', title: 'Why', cell: ({ reason }) => reason },
  { key: 'askedAt', title: 'Asked', cell: ({ askedAt }) => <DateText at={askedAt} /> },
  { key: 'until', title: 'To be taken by', cell: ({ until }) => <MaybeDate at={until} /> },
];

/** Taking a key, for the rows of the table. */
const Taking = createContext<{ readonly busy: boolean; readonly take: (id: string) => void }>({
  busy: false,
  take: () => undefined,
});

function Acts({ recovery: { id, state, isOwn, approvalId } }: { readonly recovery: RecoveryView }) {
  const { busy, take } = useContext(Taking);
  if (state === 'ready' && isOwn)
    return (
      <Button type="button" className="button-small" aria-disabled={busy} onClick={() => !busy && take(id)}>
        {busy ? 'Taking the key …' : 'Take key'}
      </Button>
    );
  if (state === 'waiting' && approvalId !== null)
    return <Link to={`/admin/approvals/${approvalId}`}>Look at the approval</Link>;
  return null;
}

const actsOf = (recovery: RecoveryView) => <Acts recovery={recovery} />;

/** Encryption keys that were asked for out of escrow, the latest first. */
export function RecoveriesScreen() {
  const found = useQuery(adminQuery(recoveryList, 'recoveries'));
  // Kept here and not in its row: the row has no act any more once its key was taken.
  const [key, setKey] = useState<RecoveredKey | null>(null);
  const take = useWrite(recoveredKey, setKey);
  const taking = {
    busy: take.isPending,
    take: (id: string) => take.mutate({ method: 'POST', path: pathOf('recoveries', id, 'take') }),
  };
  useAskBeforeClosing(take.isPending || key !== null);
  return (
    <Taking value={taking}>
      <ScreenHead title="Key recovery" />
      <p>
        Encryption keys lie in escrow, so that old mail can be read when a card or a phone is gone. To ask for one, look
        for its certificate under <Link to="/admin/certificates?profile=key-management">Certificates</Link>.
      </p>
      {take.isError && <Refusal error={take.error} />}
      {key !== null && <KeyDialog recovered={key} onClose={() => setKey(null)} />}
      <Loaded query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No key was asked for">
              <p>Each recovery appears here with who asked, why, and whether the key was taken.</p>
            </EmptyState>
          ) : (
            <Table
              caption="Recoveries"
              rows={items}
              columns={columns}
              rowKey={({ id }) => id}
              rowName={({ subject }) => subject}
              link={({ sha256 }) => `/admin/certificates/${sha256}`}
              acts={actsOf}
            />
          )
        }
      </Loaded>
    </Taking>
  );
}

/** A key that was handed out and not saved yet is lost with the page: the browser asks before it closes. */
function useAskBeforeClosing(holding: boolean): void {
  useEffect(() => {
    if (!holding) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [holding]);
}
