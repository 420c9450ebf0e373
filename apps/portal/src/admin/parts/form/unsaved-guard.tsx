import { Button } from '@trussworks/react-uswds';
import { useBlocker } from '@tanstack/react-router';
import { Dialog } from '../../../parts/dialog.tsx';

/** What decides whether the form is still there: the path, and the tab that it stands in. */
const placeOf = ({ pathname, search }: { readonly pathname: string; readonly search: object }): string =>
  `${pathname} ${String(Reflect.get(search, 'tab') ?? '')}`;

/** Asks before a change that was not saved is left behind, inside the portal and when the page is closed. */
export function UnsavedGuard({ isDirty }: { readonly isDirty: () => boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty() && placeOf(current) !== placeOf(next),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog title="Leave without saving?" onClose={blocker.reset}>
      <p>What you changed here is not saved yet. If you leave now, it is lost.</p>
      <div className="actions">
        <Button type="button" onClick={blocker.reset}>
          Stay here
        </Button>
        <Button type="button" secondary onClick={blocker.proceed}>
          Leave without saving
        </Button>
      </div>
    </Dialog>
  );
}
