import type { AppConfigurationView } from '@lanyard/contract';
import { appConfigurationView, audiencePreview } from '@lanyard/contract';
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

interface DeleteProps {
  readonly configuration: AppConfigurationView;
}

export function DeleteAppConfiguration({ configuration }: DeleteProps) {
  const [asked, ask] = useState(false);
  return (
    <>
      <Button type="button" secondary className="button-small" onClick={() => ask(true)}>
        Delete
      </Button>
      {asked && <Question configuration={configuration} onClose={() => ask(false)} />}
    </>
  );
}

function Question({ configuration, onClose }: DeleteProps & { readonly onClose: () => void }) {
  const { id, appId, name, version } = configuration;
  const { history } = useRouter();
  const toast = useToast();
  const path = pathOf('app-configurations', id);
  const look = useQuery({
    queryKey: adminKey('app-configurations', id, 'deletion', version),
    queryFn: () => adminCall(audiencePreview, 'POST', `${path}/preview-deletion`),
  });
  const touched = ['apps', 'configurations', 'lint', 'guide'];
  const back = useWrite(appConfigurationView, undefined, touched);
  const end = useWrite(
    nothing,
    () => {
      toast({
        text: `${name} was deleted.`,
        undo: () => back.mutateAsync({ method: 'POST', path: `${path}/restore` }),
      });
      history.push(`/admin/apps/${appId}?tab=configurations`);
    },
    touched,
  );
  return (
    <ConfirmAct
      title={`Delete the app configuration ${name}?`}
      verb="Delete app configuration"
      busy={end.isPending || look.data === undefined}
      error={end.error}
      onConfirm={() => end.mutate({ method: 'DELETE', path, version })}
      onClose={onClose}
    >
      <p>The app is no longer told these keys, and loses the certificates that they named.</p>
      <Loaded query={look}>{(preview) => <AudiencePreviewWords noun="app configuration" preview={preview} />}</Loaded>
    </ConfirmAct>
  );
}
