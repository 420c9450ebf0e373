import type { UploadView } from '@lanyard/contract';
import { appView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from '@trussworks/react-uswds';
import { useRouter } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Note } from '../../../parts/note.tsx';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useSearchFields } from '../../state/use-address.ts';
import { appRenderers } from './app-renderers.tsx';
import { findKnown, inHouseAppForm, startOf } from './app-schema.ts';
import { appList } from './app-words.ts';
import { PackageFacts, PackageUpload } from './package-upload.tsx';

/** An in-house app: its package first, then its page in the catalog. */
export function AddInHouseAppScreen() {
  const [address] = useSearchFields();
  const known = findKnown(address['known']);
  const [upload, setUpload] = useState<UploadView | null>(null);
  return (
    <>
      <ScreenHead title={known === null ? 'Add an in-house app' : `Add ${known.name}`} of={appList} />
      <PackageUpload onRead={setUpload} />
      {upload !== null && (
        <>
          <Sheet title="What was read from the file">
            <PackageFacts upload={upload} />
          </Sheet>
          {upload.existingAppId === null ? (
            <NewApp key={upload.id} upload={upload} known={known} />
          ) : (
            <NewVersion upload={upload} appId={upload.existingAppId} />
          )}
        </>
      )}
    </>
  );
}

interface NewAppProps {
  readonly upload: UploadView;
  readonly known: ReturnType<typeof findKnown>;
}

function NewApp({ upload, known }: NewAppProps) {
  const { history } = useRouter();
  const toast = useToast();
  const write = useWrite(appView, ({ name }) => toast({ text: `${name} is in the App Catalog.` }), ['lint', 'guide']);
  const from = useMemo(() => startOf(inHouseAppForm, known, upload), [known, upload]);
  return (
    <>
      {known !== null && known.platform !== upload.platform && (
        <Note tone="attention" title={`This package is not for the platform of ${known.name}.`}>
          <p>Choose the file for that platform, or go on with what this one is.</p>
        </Note>
      )}
      <SchemaForm
        name="app"
        schema={inHouseAppForm}
        from={from}
        renderers={appRenderers}
        verb="Done"
        save={(body) => write.mutateAsync({ method: 'POST', path: pathOf('apps', 'from-upload', upload.id), body })}
        onSaved={({ id }) => history.push(`/admin/apps/${id}?tab=configurations`)}
        onCancel={() => history.push(appList.path)}
      />
    </>
  );
}

/** The app is there already: the package becomes the version that devices are given. */
function NewVersion({ upload, appId }: { readonly upload: UploadView; readonly appId: string }) {
  const { history } = useRouter();
  const toast = useToast();
  const found = useQuery(adminQuery(appView, pathOf('apps', appId)));
  const add = useWrite(appView, ({ name }) => {
    toast({ text: `${name} ${upload.version} is what devices are given now.` });
    history.push(`/admin/apps/${appId}?tab=packages`);
  });
  return (
    <Loaded query={found}>
      {({ name, version, packageVersion }) => (
        <Note tone="waiting" title={`${name} is in the catalog already, with version ${packageVersion ?? 'unknown'}.`}>
          <p>This file becomes its newest version, which devices are given from their next check-in on.</p>
          <Button
            type="button"
            aria-disabled={add.isPending}
            onClick={() =>
              !add.isPending &&
              add.mutate({ method: 'POST', path: pathOf('apps', appId, 'packages', upload.id), version })
            }
          >
            Add version {upload.version}
          </Button>
          {add.isError && <TroubleNote error={add.error} />}
        </Note>
      )}
    </Loaded>
  );
}
