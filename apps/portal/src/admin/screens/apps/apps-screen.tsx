import type { AppRow } from '@lanyard/contract';
import { appPage } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { AppIcon } from './app-icon.tsx';
import { appKindTitles, appPlatformTitles, sourceTitles } from './app-words.ts';

const columns: readonly Column<AppRow>[] = [
  {
    key: 'name',
    title: 'App',
    sort: 'name',
    cell: (app) => (
      <span className="app-name">
        <AppIcon app={app} /> {app.name}
      </span>
    ),
  },
  { key: 'platform', title: 'Platform', cell: ({ platform }) => appPlatformTitles[platform] },
  { key: 'source', title: 'Source', cell: ({ source }) => sourceTitles[source] },
  { key: 'category', title: 'Category', cell: ({ category }) => category },
  { key: 'package', title: 'Version', cell: ({ packageVersion }) => packageVersion ?? 'as the store has it' },
  { key: 'configurations', title: 'App Configurations', cell: ({ configurations }) => configurations, number: true },
  { key: 'identifier', title: 'Identifier', cell: ({ identifier }) => identifier, extra: true },
  { key: 'kind', title: 'Kind', cell: ({ kind }) => appKindTitles[kind], extra: true },
  { key: 'changedAt', title: 'Last changed', sort: 'changedAt', cell: ({ changedAt }) => <DateText at={changedAt} /> },
];

/** "App Catalog": the apps that people are given, and what each is told. */
export function AppsScreen() {
  const add = useAllowed('apps.write') && (
    <Link to="/admin/apps/new" className="usa-button">
      +Add
    </Link>
  );
  return (
    <>
      <ScreenHead title="App Catalog" acts={add} />
      <DataTable
        noun="apps"
        path="apps"
        page={appPage}
        columns={columns}
        defaultSort="name"
        search="Name or identifier"
        csv
        filters={[
          { key: 'platform', title: 'Platform', options: optionsFrom(appPlatformTitles) },
          { key: 'source', title: 'Source', options: optionsFrom(sourceTitles) },
          { key: 'kind', title: 'Kind', options: optionsFrom(appKindTitles) },
        ]}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        link={({ id }) => `/admin/apps/${id}`}
        empty={
          <EmptyState title="No app yet" act={add}>
            <p>
              Add the apps that people need with their derived credential: Email+, Web@Work, Docs@Work, your own. Each
              is then told by an app configuration which certificate to use for what.
            </p>
          </EmptyState>
        }
      />
    </>
  );
}
