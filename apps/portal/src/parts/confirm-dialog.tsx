import { Button } from '@trussworks/react-uswds';
import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What stops working. */
  readonly children: ReactNode;
  /** The verb of the act, never "OK". */
  readonly confirm: string;
  /** The verb of staying as it is. */
  readonly keep: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly harmless?: boolean;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirm, keep, busy, error, onConfirm, harmless = false } = props;
  // Closed now, it could not say any more that the act failed.
  const onClose = (): void => {
    if (!busy) props.onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {error !== null && <TroubleNote error={error} />}
      <div className="actions">
        <Button type="button" secondary={!harmless} aria-disabled={busy} onClick={busy ? undefined : onConfirm}>
          {confirm}
        </Button>
        <Button type="button" outline aria-disabled={busy} onClick={onClose}>
          {keep}
        </Button>
      </div>
    </Dialog>
  );
}
