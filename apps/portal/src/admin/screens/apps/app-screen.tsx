import type { AppView } from '@lanyard/contract';
import { appView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { FactList } from '../../parts/fact-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Tab } from '../../parts/tabs.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { AppConfigurations } from './app-configurations.tsx';
import { AppForm } from './app-form.tsx';
import { AppHistory } from './app-history.tsx';
import { AppIcon } from './app-icon.tsx';
import { appKindTitles, appList, appPlatformTitles, sourceTitles } from './app-words.ts';
import { CertificateTester } from './certificate-tester.tsx';
import { DeleteApp } from './delete-app.tsx';
import { Packages } from './packages.tsx';
import { ProviderMatrix } from './provider-matrix.tsx';
import { Screenshots } from './screenshots.tsx';

/** One app of the catalog: what it is told, what it would show to whom, what it was. */
export function AppScreen() {
  const id = useParam('id');
  const found = useQuery(adminQuery(appView, pathOf('apps', id)));
  const mayWrite = useAllowed('apps.write');
  return (
    <>
      <ScreenHead
        title={found.data?.name ?? 'App'}
        of={appList}
        acts={mayWrite && found.data !== undefined && <DeleteApp app={found.data} />}
      />
      <Loaded query={found}>
        {(app) => (
          <>
            <Facts app={app} />
            <Tabs label="Parts of this app" tabs={tabsOf(app)} />
          </>
        )}
      </Loaded>
    </>
  );
}

const tabsOf = (app: AppView): readonly Tab[] => [
  { key: 'configurations', title: 'App Configurations', content: <AppConfigurations app={app} /> },
  { key: 'test', title: 'Which certificate?', content: <CertificateTester app={app} /> },
  { key: 'catalog', title: 'Catalog page', content: <AppForm key={app.id} app={app} /> },
  { key: 'providers', title: 'Providers', content: <ProviderMatrix app={app} /> },
  ...(app.source === 'in-house' ? [{ key: 'packages', title: 'Versions', content: <Packages app={app} /> }] : []),
  { key: 'screenshots', title: 'Screenshots', content: <Screenshots app={app} /> },
  { key: 'history', title: 'History', content: <AppHistory app={app} /> },
];

function Facts({ app }: { readonly app: AppView }) {
  return (
    <div className="app-facts">
      <AppIcon app={app} large />
      <FactList
        facts={[
          { title: 'Platform', value: appPlatformTitles[app.platform] },
          { title: 'Source', value: sourceTitles[app.source] },
          { title: 'Identifier', value: app.identifier },
          { title: 'Kind', value: appKindTitles[app.kind] },
          { title: 'AppConnect app', value: app.appConnect ? 'yes' : 'no: it can be given no certificates' },
          { title: 'Category', value: app.category },
          { title: 'Version', value: app.packageVersion },
          { title: 'Last changed', value: <MaybeDate at={app.changedAt} /> },
          { title: 'By', value: app.changedBy },
        ]}
      />
    </div>
  );
}
