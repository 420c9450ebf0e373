import type { CredentialRow } from '@lanyard/contract';
import { credentialListPage } from '@lanyard/contract';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { Choice } from '../../parts/data-table.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import type { Filter } from '../../parts/list-filters.tsx';
import { PersonLink } from '../../parts/person-link.tsx';
import type { Column } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { daysAhead } from '../../words/act-words.ts';
import { credentialStates } from '../../words/credential-state-words.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { providerTitles } from '../../words/provider-words.ts';
import { BulkChoice } from '../bulk/bulk-choice.tsx';

const columns: readonly Column<CredentialRow>[] = [
  { key: 'name', title: 'Credential', cell: ({ name }) => name },
  { key: 'person', title: 'Person', cell: ({ person }) => <PersonLink person={person} /> },
  { key: 'device', title: 'Device', cell: ({ device }) => device?.name ?? '' },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={credentialStates[state]} /> },
  { key: 'provider', title: 'Provider', cell: ({ provider }) => providerTitles[provider] },
  { key: 'createdAt', title: 'Made', sort: 'createdAt', cell: ({ createdAt }) => <DateText at={createdAt} /> },
  { key: 'expiresAt', title: 'Expires', sort: 'expiresAt', cell: ({ expiresAt }) => <DateText at={expiresAt} /> },
];

const filters: readonly Filter[] = [
  { key: 'state', title: 'State', options: optionsFrom(credentialStates) },
  { key: 'provider', title: 'Provider', options: optionsFrom(providerTitles) },
  { key: 'expiringDays', title: 'Expires within', options: daysAhead },
];

const bulkOf = (choice: Choice<CredentialRow>) => (
  <BulkChoice area="credentials" acts={['suspend', 'resume', 'revoke']} choice={choice} />
);

/** Derived credentials, of everybody or of what `fixed` says. */
export function CredentialList({ fixed }: { readonly fixed?: Readonly<Record<string, string>> }) {
  const mayWrite = useAllowed('credentials.write');
  return (
    <DataTable
      noun="credentials"
      path="credentials"
      page={credentialListPage}
      columns={columns}
      filters={filters}
      {...(fixed === undefined ? { search: 'Person', defaultSort: '-createdAt' } : { fixed })}
      rowKey={({ id }) => id}
      rowName={({ name, person }) => `${name}${person === null ? '' : ` of ${person.displayName}`}`}
      link={({ id }) => `/admin/credentials/${id}`}
      bulkBar={mayWrite ? bulkOf : undefined}
      csv
      empty={
        <EmptyState title="No derived credential yet">
          <p>It is made when a person activates a phone with the password that the self-service portal shows.</p>
        </EmptyState>
      }
    />
  );
}
