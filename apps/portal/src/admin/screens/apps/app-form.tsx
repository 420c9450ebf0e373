import type { AppView } from '@lanyard/contract';
import { appView, changedApp } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { adminCall, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { askAudience } from '../../parts/audience-preview.tsx';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { appRenderers } from './app-renderers.tsx';
import { editedApp } from './app-schema.ts';
import { appList } from './app-words.ts';

/** What people read of an app, and whose devices get it. */
export function AppForm({ app }: { readonly app: AppView }) {
  const { history } = useRouter();
  const toast = useToast();
  const path = pathOf('apps', app.id);
  const write = useWrite(appView, ({ name }) => toast({ text: `${name} was saved.` }), ['lint', 'guide']);
  return (
    <SchemaForm
      name="app"
      schema={changedApp}
      from={editedApp(app)}
      renderers={appRenderers}
      readOnly={!useAllowed('apps.write')}
      verb="Done"
      save={(body, version) =>
        write.mutateAsync({ method: 'PUT', path, body, ...(version === undefined ? {} : { version }) })
      }
      preview={(body) => askAudience(`${path}/preview`, body, 'app')}
      reload={async () => editedApp(await adminCall(appView, 'GET', path))}
      onSaved={() => history.push(appList.path)}
      onCancel={() => history.push(appList.path)}
    />
  );
}
