import type { AppView } from '@lanyard/contract';
import { appView, audiencePreview } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { nothing } from '../../../api/client.ts';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { AudiencePreviewWords } from '../../parts/audience-preview.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { appList } from './app-words.ts';

interface DeleteAppProps {
  readonly app: AppView;
}

export function DeleteApp({ app }: DeleteAppProps) {
  const [asked, ask] = useState(false);
  return (
    <>
      <Button type="button" secondary className="button-small" onClick={() => ask(true)}>
        Delete
      </Button>
      {asked && <Question app={app} onClose={() => ask(false)} />}
    </>
  );
}

function Question({ app, onClose }: DeleteAppProps & { readonly onClose: () => void }) {
  const { id, name, version, configurations } = app;
  const { history } = useRouter();
  const toast = useToast();
  const path = pathOf('apps', id);
  const look = useQuery({
    queryKey: adminKey('apps', id, 'deletion', version),
    queryFn: () => adminCall(audiencePreview, 'POST', `${path}/preview-deletion`),
  });
  const back = useWrite(appView);
  const end = useWrite(nothing, () => {
    toast({
      text: `${name} was deleted. It can be brought back.`,
      undo: () => back.mutateAsync({ method: 'POST', path: `${path}/restore` }),
    });
    history.push(appList.path);
  }, ['configurations', 'lint', 'guide']);
  return (
    <ConfirmAct
      title={`Delete the app ${name}?`}
      verb="Delete app"
      {...((look.data?.loses.count ?? 0) > 10 ? { type: name } : {})}
      busy={end.isPending || look.data === undefined}
      error={end.error}
      onConfirm={() => end.mutate({ method: 'DELETE', path, version })}
      onClose={onClose}
    >
      <p>
        It leaves the App Catalog{configurations > 0 && `, with its ${configurations} app configurations`}. Devices are
        told at their next check-in.
      </p>
      <Loaded query={look}>{(preview) => <AudiencePreviewWords noun="app" preview={preview} />}</Loaded>
    </ConfirmAct>
  );
}
