import type { AppConfigurationView, AppView } from '@lanyard/contract';
import { appConfigurationView, appView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { fieldsOf } from '../../parts/form/field-node.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { Versions } from '../../parts/versions.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { AppConfigurationForm } from './app-configuration-form.tsx';
import { appConfigurationForm } from './app-configuration-schema.ts';
import { contentVersions, versionsWith } from './content-versions.ts';
import { DeleteAppConfiguration } from './delete-app-configuration.tsx';

/** One app configuration: what the app is told, and what it was told before. */
export function AppConfigurationScreen() {
  const id = useParam('id');
  const found = useQuery(adminQuery(appConfigurationView, pathOf('app-configurations', id)));
  const appId = found.data?.appId ?? '';
  const app = useQuery({ ...adminQuery(appView, pathOf('apps', appId)), enabled: appId !== '' });
  const mayWrite = useAllowed('apps.write');
  return (
    <>
      <ScreenHead
        title={found.data?.name ?? 'App configuration'}
        of={{ title: app.data?.name ?? 'App Catalog', path: appId === '' ? '/admin/apps' : `/admin/apps/${appId}` }}
        acts={mayWrite && found.data !== undefined && <DeleteAppConfiguration configuration={found.data} />}
      />
      <Loaded query={found}>
        {(configuration) => (app.data === undefined ? null : <Parts app={app.data} configuration={configuration} />)}
      </Loaded>
    </>
  );
}

interface PartsProps {
  readonly app: AppView;
  readonly configuration: AppConfigurationView;
}

function Parts({ app, configuration }: PartsProps) {
  return (
    <Tabs
      label="Parts of this app configuration"
      tabs={[
        {
          key: 'settings',
          title: 'Settings',
          content: <AppConfigurationForm key={configuration.id} app={app} configuration={configuration} />,
        },
        { key: 'history', title: 'History', content: <History app={app} configuration={configuration} /> },
      ]}
    />
  );
}

function History({ app, configuration: { id, version } }: PartsProps) {
  const toast = useToast();
  const path = pathOf('app-configurations', id, 'versions');
  const found = useQuery(adminQuery(contentVersions, path));
  const mayWrite = useAllowed('apps.write');
  const back = useWrite(appConfigurationView, ({ name }) => toast({ text: `${name} is as it was then.` }), ['apps']);
  const node = fieldsOf(appConfigurationForm(app));
  return (
    <Loaded query={found}>
      {({ items }) => (
        <Versions
          label="Versions of this app configuration"
          current={version}
          error={back.error}
          versions={versionsWith(node, items)}
          onPutBack={
            mayWrite ? (to) => back.mutate({ method: 'POST', path: `${path}/${to}/put-back`, version }) : undefined
          }
        />
      )}
    </Loaded>
  );
}
