import { Button } from '@trussworks/react-uswds';
import { useRouter } from '@tanstack/react-router';
import { createContext, useContext, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { troubleOf } from '../../api/trouble.ts';

interface Toast {
  /** What was done: "Ada Vega is suspended." */
  readonly text: string;
  /** Takes it back; absent when that cannot be. */
  readonly undo?: () => Promise<unknown>;
}

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Says that an act was done, with the way back where there is one. */
export const useToast = (): ((toast: Toast) => void) => useContext(ToastContext);

/** How long a message that asks for nothing stays. One that can be undone stays until it is dismissed. */
const shownMs = 8_000;
/** An act that leads to another screen says so there: what is younger survives the change. */
const carriedMs = 1_500;

interface Shown extends Toast {
  readonly since: number;
}

/** Where such messages appear: at the end of the page, one at a time, gone with the screen that they are about. */
export function UndoPlace({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  const [toast, setToast] = useState<Shown | null>(null);
  const show = (next: Toast): void => setToast({ ...next, since: Date.now() });
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', ({ pathChanged }) => {
        if (pathChanged) setToast((shown) => (shown !== null && Date.now() - shown.since > carriedMs ? null : shown));
      }),
    [router],
  );
  useEffect(() => {
    if (toast === null || toast.undo !== undefined) return undefined;
    const timer = setTimeout(() => setToast(null), shownMs);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <ToastContext value={show}>
      {children}
      <div className="toast-place" role="status">
        {toast !== null && (
          <ToastBox
            key={toast.since}
            toast={toast}
            onShow={show}
            onUndone={() => setToast((shown) => (shown === null || shown === toast ? undone() : shown))}
            onClose={() => setToast(null)}
          />
        )}
      </div>
    </ToastContext>
  );
}

/** Said unless something younger is. */
const undone = (): Shown => ({ text: 'It was undone.', since: Date.now() });

interface ToastBoxProps {
  readonly toast: Toast;
  readonly onShow: (toast: Toast) => void;
  readonly onUndone: () => void;
  readonly onClose: () => void;
}

function ToastBox({ toast: { text, undo }, onShow, onUndone, onClose }: ToastBoxProps) {
  const [busy, setBusy] = useState(false);
  const takeBack = async (act: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await act();
      onUndone();
    } catch (error) {
      const { title, next } = troubleOf(error);
      onShow({ text: `It could not be undone. ${title} ${next}`, undo: act });
    }
  };
  return (
    <div className="toast">
      <span>{text}</span>
      {undo !== undefined && (
        <Button type="button" unstyled aria-disabled={busy} onClick={() => !busy && void takeBack(undo)}>
          {busy ? 'Undoing…' : 'Undo'}
        </Button>
      )}
      <Button type="button" unstyled onClick={onClose}>
        Dismiss
      </Button>
    </div>
  );
}
