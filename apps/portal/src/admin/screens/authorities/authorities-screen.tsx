import type { AuthorityView } from '@lanyard/contract';
import { authorityList } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { serverNow } from '../../../api/server-clock.ts';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { adminQuery } from '../../api/admin-query.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { authorityState, keyPlaces, kindTitles } from './authority-words.ts';
import { ValidityBar } from './validity-bar.tsx';

const columns: readonly Column<AuthorityView>[] = [
  { key: 'subject', title: 'Authority', cell: ({ subject }) => subject },
  { key: 'kind', title: 'For', cell: ({ kind }) => kindTitles[kind] },
  { key: 'state', title: 'State', cell: (one) => <StateMark state={authorityState(one, serverNow())} /> },
  { key: 'validity', title: 'Valid', cell: (one) => <ValidityBar {...one} /> },
  { key: 'crl', title: 'CRL', cell: ({ crl }) => <CrlCell crl={crl} /> },
  { key: 'key', title: 'Key', cell: ({ keyPlace }) => keyPlaces[keyPlace] },
];

function CrlCell({ crl }: Pick<AuthorityView, 'crl'>) {
  if (crl === null) return <>none yet</>;
  return (
    <>
      {crl.number}, the next by <DateText at={crl.nextUpdate} />
    </>
  );
}

export function AuthoritiesScreen() {
  const found = useQuery(adminQuery(authorityList, 'authorities'));
  return (
    <>
      <ScreenHead title="Authorities" />
      <Loaded query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No authority">
              <p>
                Without one nothing can be issued. Start the server with its own authorities, or make them with a key
                ceremony.
              </p>
            </EmptyState>
          ) : (
            <Table
              caption="Authorities"
              rows={items}
              columns={columns}
              rowKey={({ id }) => id}
              rowName={({ subject }) => subject}
              link={({ id }) => `/admin/authorities/${id}`}
            />
          )
        }
      </Loaded>
    </>
  );
}
