import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A modal question on the platform's own dialog: focus stays inside, Escape closes, the page behind is inert, and
 * focus goes back to where it was.
 */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element !== null && !element.open) element.showModal();
    heading.current?.focus();
    return () => {
      element?.close();
      giveBackFocus(before);
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        // Browsers let a second Escape through whatever was answered to the first: whether it goes is decided above.
        if (dialog.current === null || dialog.current.open) return;
        dialog.current.showModal();
        onClose();
      }}
    >
      <h2 id={titleId} ref={heading} className="dialog__title" tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}

/** The button that asked may be gone with what it was for; then the main region takes the focus. */
function giveBackFocus(before: Element | null): void {
  if (before instanceof HTMLElement && before.isConnected) before.focus();
  else document.getElementById('main')?.focus();
}
