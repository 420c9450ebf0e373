import type { AppConfigurationView, AppView } from '@lanyard/contract';
import { appConfigurationView } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { askAudience } from '../../parts/audience-preview.tsx';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { appConfigurationRenderers } from './app-configuration-renderers.tsx';
import { appConfigurationForm, editedAppConfiguration, newAppConfiguration } from './app-configuration-schema.ts';

interface AppConfigurationFormProps {
  readonly app: AppView;
  /** Null for a new one. */
  readonly configuration: AppConfigurationView | null;
}

const noNames = {};

export function AppConfigurationForm({ app, configuration }: AppConfigurationFormProps) {
  const { history } = useRouter();
  const toast = useToast();
  const schema = useMemo(() => appConfigurationForm(app), [app]);
  const names = configuration?.names ?? noNames;
  const renderers = useMemo(() => appConfigurationRenderers(app, names), [app, names]);
  const path =
    configuration === null
      ? `${pathOf('apps', app.id)}/configurations`
      : pathOf('app-configurations', configuration.id);
  const write = useWrite(
    appConfigurationView,
    ({ name }) => toast({ text: `${name} was saved. Devices get it at their next check-in.` }),
    ['apps', 'app-configurations', 'configurations', 'lint', 'guide'],
  );
  const leave = (): void => history.push(`/admin/apps/${app.id}?tab=configurations`);
  return (
    <SchemaForm
      name="app-configuration"
      schema={schema}
      from={configuration === null ? newAppConfiguration(app, schema) : editedAppConfiguration(configuration)}
      renderers={renderers}
      readOnly={!useAllowed('apps.write')}
      verb="Done"
      save={(body, version) =>
        write.mutateAsync({
          method: configuration === null ? 'POST' : 'PUT',
          path,
          body,
          ...(version === undefined ? {} : { version }),
        })
      }
      preview={(body) => askAudience(`${path}/preview`, body, 'app configuration')}
      onSaved={leave}
      onCancel={leave}
      {...(configuration === null
        ? {}
        : { reload: async () => editedAppConfiguration(await adminCall(appConfigurationView, 'GET', path)) })}
    />
  );
}
