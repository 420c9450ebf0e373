import type { AdminDeviceView } from '@lanyard/contract';
import { adminDeviceView, endingPreview } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { adminCall, adminKey, pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useToast } from '../../parts/undo-toast.tsx';

type End = 'lost' | 'retire';

const words: Readonly<Record<End, { readonly verb: string; readonly done: string }>> = {
  lost: { verb: 'Report lost', done: 'is reported lost' },
  retire: { verb: 'Retire', done: 'is retired' },
};

/** The ways in which a device ends. Neither can be undone: a device that comes back is registered anew. */
export function DeviceActs({ device }: { readonly device: AdminDeviceView }) {
  const [asked, ask] = useState<End | null>(null);
  const ends: readonly End[] =
    device.state === 'active' ? ['lost', 'retire'] : device.state === 'lost' ? ['retire'] : [];
  return (
    <>
      {ends.map((end) => (
        <Button key={end} type="button" secondary className="button-small" onClick={() => ask(end)}>
          {words[end].verb}
        </Button>
      ))}
      {asked !== null && <EndQuestion device={device} end={asked} onClose={() => ask(null)} />}
    </>
  );
}

interface EndQuestionProps {
  readonly device: AdminDeviceView;
  readonly end: End;
  readonly onClose: () => void;
}

function EndQuestion({ device: { id, name }, end, onClose }: EndQuestionProps) {
  const toast = useToast();
  const { verb, done } = words[end];
  const look = useQuery({
    queryKey: adminKey('devices', id, 'ending'),
    queryFn: () => adminCall(endingPreview, 'POST', pathOf('devices', id, 'ending-preview')),
  });
  const act = useWrite(adminDeviceView, () => {
    onClose();
    toast({ text: `${name} ${done}.` });
  }, ['credentials', 'requests', 'people']);
  return (
    <ConfirmAct
      title={`${verb}: ${name}?`}
      verb={verb}
      reason="Reason, for the audit log"
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => act.mutate({ method: 'POST', path: pathOf('devices', id, end), body: { reason } })}
      onClose={onClose}
    >
      <Loaded query={look}>
        {({ credentials }) =>
          credentials.length === 0 ? (
            <p>No derived credential is on it.</p>
          ) : (
            <>
              <p>These derived credentials are revoked at once, and apps that use them are locked:</p>
              <ul>
                {credentials.map((credential) => (
                  <li key={credential.id}>{credential.name}</li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
      <p>
        <strong>This cannot be undone.</strong> A device that comes back is registered anew, with a new PIN.
      </p>
    </ConfirmAct>
  );
}
