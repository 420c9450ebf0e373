import type { ProviderView } from '@lanyard/contract';
import { providerPreview } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { nothing } from '../../../api/client.ts';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { providerWords } from './provider-form.tsx';

interface DeleteProviderProps {
  readonly provider: ProviderView;
}

export function DeleteProvider({ provider }: DeleteProviderProps) {
  const [asked, ask] = useState(false);
  return (
    <>
      <Button type="button" secondary className="button-small" onClick={() => ask(true)}>
        Delete
      </Button>
      {asked && <Question provider={provider} onClose={() => ask(false)} />}
    </>
  );
}

function Question({ provider, onClose }: DeleteProviderProps & { readonly onClose: () => void }) {
  const { id, name, version } = provider;
  const { history } = useRouter();
  const toast = useToast();
  const path = pathOf('providers', id);
  const look = useQuery({
    queryKey: adminKey('providers', id, 'deletion'),
    queryFn: () => adminCall(providerPreview, 'POST', `${path}/delete/preview`),
  });
  const end = useWrite(nothing, () => {
    toast({ text: `${name} was deleted.` });
    history.push('/admin/providers');
  });
  return (
    <ConfirmAct
      title={`Delete the provider ${name}?`}
      verb="Delete provider"
      busy={end.isPending || look.data === undefined}
      error={end.error}
      onConfirm={() => end.mutate({ method: 'DELETE', path, version })}
      onClose={onClose}
    >
      <Loaded query={look}>{providerWords}</Loaded>
    </ConfirmAct>
  );
}
