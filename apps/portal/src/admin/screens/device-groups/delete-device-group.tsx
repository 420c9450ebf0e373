import type { DeviceGroupView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { nothing } from '../../../api/client.ts';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { atMost } from '../spaces/at-most.ts';

export function DeleteDeviceGroup({ group: { id, name, version, devices } }: { readonly group: DeviceGroupView }) {
  const [asked, ask] = useState(false);
  const { history } = useRouter();
  const toast = useToast();
  const end = useWrite(nothing, () => {
    toast({ text: `${name} was deleted.` });
    history.push('/admin/device-groups');
  });
  return (
    <>
      <Button type="button" secondary className="button-small" onClick={() => ask(true)}>
        Delete
      </Button>
      {asked && (
        <ConfirmAct
          title={`Delete the device group ${name}?`}
          verb="Delete device group"
          {...(devices > 10 ? { type: name } : {})}
          busy={end.isPending}
          error={end.error}
          onConfirm={() => end.mutate({ method: 'DELETE', path: pathOf('device-groups', id), version })}
          onClose={() => ask(false)}
        >
          <p>
            {atMost(devices)} devices are in it; they stay as they are. It cannot be deleted while a configuration, an
            app or a space is for it. This cannot be undone.
          </p>
        </ConfirmAct>
      )}
    </>
  );
}
