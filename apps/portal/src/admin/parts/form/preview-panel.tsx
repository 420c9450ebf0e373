import { Button } from '@trussworks/react-uswds';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

interface PreviewPanelProps {
  /** What it does to whom. */
  readonly children: ReactNode;
  readonly verb: string;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onBack: () => void;
}

/** What saving will do, before it does. */
export function PreviewPanel({ children, verb, busy, onSave, onBack }: PreviewPanelProps) {
  const panel = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section className="preview" ref={panel} aria-labelledby="preview-title">
      <h2 id="preview-title" ref={heading} tabIndex={-1}>
        What this will do
      </h2>
      {children}
      <div className="actions">
        <Button type="button" aria-disabled={busy} onClick={() => !busy && onSave()}>
          {verb}
        </Button>
        <Button type="button" outline onClick={onBack}>
          Change something
        </Button>
      </div>
    </section>
  );
}
