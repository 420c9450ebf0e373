import type { RecoveryView } from '@lanyard/contract';
import { recoveryList } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { adminQuery } from '../../api/admin-query.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { PersonLink } from '../../parts/person-link.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { recoveryStates } from '../../words/act-words.ts';
import { TakeKey } from './take-key.tsx';

const columns: readonly Column<RecoveryView>[] = [
  { key: 'subject', title: 'Key of', cell: ({ subject }) => subject },
  { key: 'person', title: 'Person', cell: ({ person }) => <PersonLink person={person} /> },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={recoveryStates[state]} /> },
  { key: 'reason', title: 'Why', cell: ({ reason }) => reason },
  { key: 'askedAt', title: 'Asked', cell: ({ askedAt }) => <DateText at={askedAt} /> },
  { key: 'until', title: 'To be taken by', cell: ({ until }) => <MaybeDate at={until} /> },
];

function Acts({ recovery }: { readonly recovery: RecoveryView }) {
  const { state, isOwn, approvalId } = recovery;
  if (state === 'ready' && isOwn) return <TakeKey recovery={recovery} />;
  if (state === 'waiting' && approvalId !== null)
    return <Link to={`/admin/approvals/${approvalId}`}>Look at the approval</Link>;
  return null;
}

/** Encryption keys that were asked for out of escrow, the latest first. */
export function RecoveriesScreen() {
  const found = useQuery(adminQuery(recoveryList, 'recoveries'));
  return (
    <>
      <ScreenHead title="Key recovery" />
      <p>
        Encryption keys lie in escrow, so that old mail can be read when a card or a phone is gone. To ask for one, look
        for its certificate under <Link to="/admin/certificates?profile=key-management">Certificates</Link>.
      </p>
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
              acts={(recovery) => <Acts recovery={recovery} />}
            />
          )
        }
      </Loaded>
    </>
  );
}
