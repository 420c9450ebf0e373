import type { ProviderView } from '@lanyard/contract';
import { providerList } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { providerTitles } from '../../words/provider-words.ts';
import { SupportTable } from './support-table.tsx';

const on: StateWord = { word: 'Enabled', tone: 'active' };
const off: StateWord = { word: 'Off', tone: 'ended' };

const columns: readonly Column<ProviderView>[] = [
  { key: 'name', title: 'Provider', cell: ({ name }) => name },
  { key: 'state', title: 'State', cell: ({ enabled }) => <StateMark state={enabled ? on : off} /> },
  { key: 'kind', title: 'Kind', cell: ({ kind }) => providerTitles[kind] },
  { key: 'changedAt', title: 'Last changed', cell: ({ changedAt }) => <MaybeDate at={changedAt} none="never" /> },
];

/** "Providers": who may make derived credentials here. */
export function ProvidersScreen() {
  const found = useQuery(adminQuery(providerList, 'providers'));
  const add = useAllowed('providers.write') && (
    <Link to="/admin/providers/new" className="usa-button">
      +Add
    </Link>
  );
  return (
    <>
      <ScreenHead title="Providers" acts={add} />
      <p className="lead">
        A provider makes derived credentials. Which one somebody has is set under Users, User Settings; only an enabled
        one can be used.
      </p>
      <Loaded query={found}>
        {({ items }) => (
          <>
            <Table
              caption="Providers"
              rows={items}
              columns={columns}
              rowKey={({ id }) => id}
              rowName={({ name }) => name}
              link={({ id }) => `/admin/providers/${id}`}
            />
            <SupportTable providers={items} />
          </>
        )}
      </Loaded>
    </>
  );
}
