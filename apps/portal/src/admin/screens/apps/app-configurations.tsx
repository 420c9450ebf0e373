import type { AppConfigurationView, AppView } from '@lanyard/contract';
import { appConfigurationView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { StateMark } from '../../../parts/state-mark.tsx';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { audienceWords } from './audience-words.ts';

const list = z.object({ items: z.array(appConfigurationView) });
export const configurationsOf = (appId: string) => adminQuery(list, pathOf('apps', appId, 'configurations'));

const columns: readonly Column<AppConfigurationView>[] = [
  { key: 'name', title: 'App configuration', cell: ({ name }) => name },
  { key: 'rank', title: 'Tried', cell: ({ rank }) => `${rank}.`, number: true },
  { key: 'audience', title: 'For', cell: ({ audience }) => audienceWords(audience) },
  { key: 'keys', title: 'Keys', cell: ({ value }) => value.pairs.length + value.certificates.length, number: true },
  { key: 'findings', title: 'Check', cell: ({ findings }) => <StateMark state={checkWord(findings)} /> },
];

/** "App Configurations" of an app, in the order in which they are tried: a device gets the first that is for it. */
export function AppConfigurations({ app }: { readonly app: AppView }) {
  const found = useQuery(configurationsOf(app.id));
  const mayWrite = useAllowed('apps.write');
  const add = mayWrite && (
    <Link to={`/admin/apps/${app.id}/configurations/new`} className="usa-button">
      +Add app configuration
    </Link>
  );
  return (
    <Loaded query={found}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="No app configuration yet" act={add}>
            <p>
              An app configuration tells the app its keys when it starts: which certificate it shows where, and who its
              user is. Without one the app has none of the derived credential.
            </p>
          </EmptyState>
        ) : (
          <>
            <p>A device gets the first whose distribution it is in.</p>
            <Ranked app={app} items={items} mayWrite={mayWrite} />
            <p>{add}</p>
          </>
        )
      }
    </Loaded>
  );
}

interface RankedProps {
  readonly app: AppView;
  readonly items: readonly AppConfigurationView[];
  readonly mayWrite: boolean;
}

function Ranked({ app, items, mayWrite }: RankedProps) {
  const toast = useToast();
  const order = useWrite(list);
  const path = `${pathOf('apps', app.id)}/configurations/order`;
  const before = items.map(({ id }) => id);
  const moveUp = (row: AppConfigurationView): void =>
    order.mutate(
      { method: 'PUT', path, body: { order: earlier(before, row.id) } },
      {
        onSuccess: () =>
          toast({
            text: `${row.name} is tried earlier now.`,
            undo: () => order.mutateAsync({ method: 'PUT', path, body: { order: before } }),
          }),
      },
    );
  return (
    <>
      {order.isError && <TroubleNote error={order.error} />}
      <Table
        caption="App configurations"
        rows={items}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        link={({ id }) => `/admin/app-configurations/${id}`}
        columns={columns}
        acts={mayWrite && items.length > 1 ? (row) => moveAct(row, row.id === before[0], moveUp) : undefined}
      />
    </>
  );
}

const moveAct = (row: AppConfigurationView, isFirst: boolean, onMove: (row: AppConfigurationView) => void) =>
  !isFirst && (
    <Button type="button" unstyled onClick={() => onMove(row)}>
      Move up<span className="usa-sr-only"> {row.name}</span>
    </Button>
  );

/** The ids with one of them one place nearer to the beginning. */
function earlier(ids: readonly string[], id: string): readonly string[] {
  const at = ids.indexOf(id);
  const without = ids.filter((other) => other !== id);
  return [...without.slice(0, at - 1), id, ...without.slice(at - 1)];
}

function checkWord(findings: AppConfigurationView['findings']): StateWord {
  const problems = findings.filter(({ severity }) => severity !== 'advice').length;
  if (problems === 0) return { word: 'In order', tone: 'active' };
  return { word: problems === 1 ? '1 problem' : `${problems} problems`, tone: 'attention' };
}
