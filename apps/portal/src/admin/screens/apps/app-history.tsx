import type { AppView } from '@lanyard/contract';
import { appView, changedApp } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { fieldsOf } from '../../parts/form/field-node.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { Versions } from '../../parts/versions.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { contentVersions, versionsWith } from './content-versions.ts';

const node = fieldsOf(changedApp);

/** What the catalog's page of an app was, and the way back to it. */
export function AppHistory({ app: { id, version } }: { readonly app: AppView }) {
  const toast = useToast();
  const path = pathOf('apps', id, 'versions');
  const found = useQuery(adminQuery(contentVersions, path));
  const mayWrite = useAllowed('apps.write');
  const back = useWrite(appView, ({ name }) => toast({ text: `${name} is as it was then.` }));
  return (
    <Loaded query={found}>
      {({ items }) => (
        <Versions
          label="Versions of this app"
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
