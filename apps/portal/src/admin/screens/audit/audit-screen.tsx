import type { AuditRow } from '@lanyard/contract';
import { auditListPage, dashboard } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { Note } from '../../../parts/note.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import type { Filter } from '../../parts/list-filters.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PersonLink } from '../../parts/person-link.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { numberWords } from '../../words/total-words.ts';
import { sealWords } from './seal-words.ts';

const outcomes: Readonly<Record<AuditRow['outcome'], StateWord>> = {
  done: { word: 'Done', tone: 'active' },
  refused: { word: 'Refused', tone: 'attention' },
};
const actorKinds = {
  person: 'A person',
  device: 'A device',
  token: 'A program with a token',
  system: 'Lanyard itself',
  console: 'The console of the server',
};

const columns: readonly Column<AuditRow>[] = [
  { key: 'sentence', title: 'What', cell: ({ sentence }) => sentence },
  { key: 'at', title: 'When', sort: 'at', cell: ({ at }) => <DateText at={at} /> },
  { key: 'outcome', title: 'Outcome', cell: ({ outcome }) => <StateMark state={outcomes[outcome]} /> },
  { key: 'actor', title: 'By', cell: ({ actor }) => <ActorLink actor={actor} /> },
  {
    key: 'person',
    title: 'Concerns',
    cell: ({ person }) => (person === null ? '' : <PersonLink person={person} />),
  },
  { key: 'raw', title: 'Row', cell: (row) => <RawRow row={row} /> },
];

const filters: readonly Filter[] = [
  { key: 'outcome', title: 'Outcome', options: optionsFrom(outcomes) },
  { key: 'actorKind', title: 'Done by', options: optionsFrom(actorKinds) },
  { key: 'from', title: 'From', options: 'date' },
  { key: 'to', title: 'Before', options: 'date' },
];

/** The audit log in plain words, each row whole on demand, and whether it is sealed. */
export function AuditScreen() {
  const maySeeState = useAllowed('overview.read');
  return (
    <>
      <ScreenHead title="Audit" />
      {maySeeState && <SealState />}
      <DataTable
        noun="entries"
        path="audit"
        page={auditListPage}
        columns={columns}
        filters={filters}
        defaultSort="-at"
        search="Act, object or reference, from its beginning"
        rowKey={({ id }) => id}
        rowName={({ sentence }) => sentence}
        csv
        empty={
          <EmptyState title="Nothing is on record yet">
            <p>Every act that changes something is written down here, with who did it.</p>
          </EmptyState>
        }
      />
    </>
  );
}

function SealState() {
  const state = useQuery(adminQuery(dashboard, 'dashboard'));
  return (
    <Loaded query={state}>
      {({ at, audit }) => {
        const { tone, title, next } = sealWords(audit, at);
        return (
          <Note tone={tone} title={title}>
            <p>
              Sealed up to entry {numberWords(audit.sealedPosition)}; the last signed checkpoint covers{' '}
              {numberWords(audit.checkpointPosition)}. {next}
            </p>
          </Note>
        );
      }}
    </Loaded>
  );
}

function ActorLink({ actor: { label, personId } }: Pick<AuditRow, 'actor'>) {
  return personId === null ? <>{label}</> : <Link to={`/admin/people/${personId}`}>{label}</Link>;
}

function RawRow({ row }: { readonly row: AuditRow }) {
  return (
    <details className="fold">
      <summary aria-label={`Raw entry ${row.id}`}>Raw</summary>
      <pre className="raw">{JSON.stringify(row, null, 2)}</pre>
    </details>
  );
}
