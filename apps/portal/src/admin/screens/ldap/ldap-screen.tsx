import type { LdapView } from '@lanyard/contract';
import { ldapList } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';

const outcomes: Readonly<Record<'done' | 'waiting' | 'failed' | 'never', StateWord>> = {
  done: { word: 'In step', tone: 'active' },
  waiting: { word: 'Waits for a decision', tone: 'attention' },
  failed: { word: 'Failed', tone: 'attention' },
  never: { word: 'Not run yet', tone: 'waiting' },
};

const columns: readonly Column<LdapView>[] = [
  { key: 'name', title: 'Connection', cell: ({ connection }) => connection.name },
  { key: 'url', title: 'Address', cell: ({ connection }) => connection.url },
  {
    key: 'state',
    title: 'Last sync',
    cell: ({ lastSync }) => (
      <>
        <StateMark state={outcomes[lastSync?.outcome ?? 'never']} /> <MaybeDate at={lastSync?.at ?? null} />
      </>
    ),
  },
  { key: 'problem', title: 'Why', cell: ({ lastSync }) => lastSync?.problem ?? '' },
  { key: 'nextAt', title: 'Next', cell: ({ nextAt }) => <MaybeDate at={nextAt} none="when asked" /> },
];

/** "Settings > LDAP": directories that people and groups come from. */
export function LdapScreen() {
  const found = useQuery(adminQuery(ldapList, 'ldap'));
  const add = useAllowed('settings.write') && (
    <Link to="/admin/ldap/new" className="usa-button">
      +Add
    </Link>
  );
  return (
    <>
      <ScreenHead title="LDAP" acts={add} />
      <Loaded query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No directory is connected" act={add}>
              <p>
                Connect yours, and people and user groups follow it by themselves. What a sync would change is shown
                before the first one, and one that would end many people waits for you.
              </p>
            </EmptyState>
          ) : (
            <Table
              caption="LDAP connections"
              rows={items}
              columns={columns}
              rowKey={({ id }) => id}
              rowName={({ connection }) => connection.name}
              link={({ id }) => `/admin/ldap/${id}`}
            />
          )
        }
      </Loaded>
    </>
  );
}
