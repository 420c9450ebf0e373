import { Button } from '@trussworks/react-uswds';
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

/** Where such messages appear: at the end of the page, one at a time. */
export function UndoPlace({ children }: { readonly children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null);
  useEffect(() => {
    if (toast === null || toast.undo !== undefined) return undefined;
    const timer = setTimeout(() => setToast(null), shownMs);
    return () => clearTimeout(timer);
  }, [toast]);
  const undo = async ({ undo: back }: Toast): Promise<void> => {
    try {
      await back?.();
      setToast({ text: 'It was undone.' });
    } catch (error) {
      const { title, next } = troubleOf(error);
      setToast({ text: `It could not be undone. ${title} ${next}` });
    }
  };
  return (
    <ToastContext value={setToast}>
      {children}
      <div className="toast-place" role="status">
        {toast !== null && (
          <div className="toast">
            <span>{toast.text}</span>
            {toast.undo !== undefined && (
              <Button type="button" unstyled onClick={() => void undo(toast)}>
                Undo
              </Button>
            )}
            <Button type="button" unstyled onClick={() => setToast(null)}>
              Dismiss
            </Button>
          </div>
        )}
      </div>
    </ToastContext>
  );
}
