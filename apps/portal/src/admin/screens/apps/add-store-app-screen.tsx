import { appView } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { useWrite } from '../../api/use-write.ts';
import { askAudience } from '../../parts/audience-preview.tsx';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useSearchFields } from '../../state/use-address.ts';
import { appRenderers } from './app-renderers.tsx';
import { findKnown, startOf, storeAppForm } from './app-schema.ts';
import { appList } from './app-words.ts';

/** An app of a store. No store is searched over the network: its identifier is typed as the store shows it. */
export function AddStoreAppScreen() {
  const { history } = useRouter();
  const toast = useToast();
  const [address] = useSearchFields();
  const known = findKnown(address['known']);
  const write = useWrite(appView, ({ name }) => toast({ text: `${name} is in the App Catalog.` }), ['lint', 'guide']);
  return (
    <>
      <ScreenHead title={known === null ? 'Add an app of the iOS Store' : `Add ${known.name}`} of={appList} />
      <SchemaForm
        key={known?.id ?? ''}
        name="app"
        schema={storeAppForm}
        from={startOf(storeAppForm, known, {})}
        renderers={appRenderers}
        verb="Done"
        save={(body) => write.mutateAsync({ method: 'POST', path: 'apps', body })}
        preview={(body) => askAudience('apps/preview', body, 'app')}
        onSaved={({ id }) => history.push(`/admin/apps/${id}?tab=configurations`)}
        onCancel={() => history.push(appList.path)}
      />
    </>
  );
}
