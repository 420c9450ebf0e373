import { appView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useParam } from '../../state/use-address.ts';
import { AppConfigurationForm } from './app-configuration-form.tsx';

/** A new app configuration of an app. */
export function NewAppConfigurationScreen() {
  const id = useParam('id');
  const found = useQuery(adminQuery(appView, pathOf('apps', id)));
  return (
    <>
      <ScreenHead
        title="Add an app configuration"
        of={{ title: found.data?.name ?? 'App', path: `/admin/apps/${id}?tab=configurations` }}
      />
      <Loaded query={found}>{(app) => <AppConfigurationForm app={app} configuration={null} />}</Loaded>
    </>
  );
}
