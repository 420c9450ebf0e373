import type { ConfigurationRow } from '@lanyard/contract';
import { configurationFacts, configurationPage, configurationView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useSpaces } from '../../parts/scope-fields.tsx';
import type { Column } from '../../parts/table.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useSearchFields } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { configurationStates, kindTitles } from './kind-words.ts';

const columns: readonly Column<ConfigurationRow>[] = [
  { key: 'name', title: 'Name', sort: 'name', cell: ({ name }) => name },
  { key: 'kind', title: 'Kind', cell: ({ kind }) => configurationFacts[kind].title },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={configurationStates[state]} /> },
  { key: 'changedAt', title: 'Last changed', sort: 'changedAt', cell: ({ changedAt }) => <DateText at={changedAt} /> },
  { key: 'changedBy', title: 'By', cell: ({ changedBy }) => changedBy },
  { key: 'description', title: 'Description', cell: ({ description }) => description, extra: true },
];

/** "Configurations": everything that devices and apps are told. */
export function ConfigurationsScreen() {
  const spaces = useSpaces().data?.items ?? [];
  const [{ kind }] = useSearchFields();
  const isKind = kind !== undefined && Object.hasOwn(kindTitles, kind);
  const add = useAllowed('configurations.write') && (
    <Link to={`/admin/configurations/new${isKind ? `/${kind}` : ''}`} className="usa-button">
      +Add
    </Link>
  );
  return (
    <>
      <ScreenHead title="Configurations" acts={add} />
      <DataTable
        noun="configurations"
        path="configurations"
        page={configurationPage}
        columns={columns}
        defaultSort="name"
        search="Name or description"
        csv
        filters={[
          { key: 'kind', title: 'Kind', options: optionsFrom(kindTitles) },
          { key: 'state', title: 'State', options: optionsFrom(configurationStates) },
          ...(spaces.length < 2
            ? []
            : [{ key: 'space', title: 'Space', options: spaces.map(({ id, name }) => ({ value: id, title: name })) }]),
        ]}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        link={({ id, state }) => (state === 'deleted' ? null : `/admin/configurations/${id}`)}
        acts={putBackOf}
        empty={
          <EmptyState title="No configuration yet" act={add}>
            <p>
              A configuration tells devices something: which CA they trust, how long a passcode is, which certificate of
              the derived credential an app may use. Begin with the Certificate of your CA and an Identity Certificate
              for each purpose that your apps need.
            </p>
          </EmptyState>
        }
      />
    </>
  );
}

const putBackOf = (row: ConfigurationRow) => row.state === 'deleted' && <PutBack row={row} />;

/** A deleted one can be brought back for 30 days. */
function PutBack({ row: { id, name } }: { readonly row: ConfigurationRow }) {
  const toast = useToast();
  const back = useWrite(configurationView, () => toast({ text: `${name} is there again.` }));
  if (!useAllowed('configurations.write')) return null;
  return (
    <>
      <Button
        type="button"
        unstyled
        onClick={() => back.mutate({ method: 'POST', path: pathOf('configurations', id, 'restore') })}
      >
        Put back<span className="usa-sr-only"> {name}</span>
      </Button>
      {back.isError && <TroubleNote error={back.error} />}
    </>
  );
}
