import type { AdminDeviceView, PairedDesktop } from '@lanyard/contract';
import { nothing } from '../../../api/client.ts';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useToast } from '../../parts/undo-toast.tsx';

interface ForgetDesktopProps {
  readonly device: AdminDeviceView;
  readonly desktop: PairedDesktop;
  readonly onClose: () => void;
}

/** The question before a desktop loses its card: which desktop, which phone, whose. */
export function ForgetDesktop({ device, desktop: { name, readerId }, onClose }: ForgetDesktopProps) {
  const toast = useToast();
  const holder = device.person?.displayName ?? 'somebody who is gone';
  const end = useWrite(nothing, () => {
    onClose();
    toast({ text: `${name} is forgotten.` });
  });
  return (
    <ConfirmAct
      title={`Forget the desktop ${name}?`}
      verb="Forget this desktop"
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate({ method: 'DELETE', path: pathOf('devices', device.id, 'desktops', readerId) })}
      onClose={onClose}
    >
      <p>
        <strong>{name}</strong> can use <strong>{device.name}</strong> of <strong>{holder}</strong> as its smart card no
        more:
      </p>
      <ul>
        <li>if the desktop reaches the server, it loses the card at once;</li>
        <li>if it is connected over Bluetooth alone, it loses the card at the phone's next check-in.</li>
      </ul>
      <p>
        The credential stays on the phone, and its holder is told by mail. To use the desktop again, they pair it anew
        in the wallet.
      </p>
    </ConfirmAct>
  );
}
