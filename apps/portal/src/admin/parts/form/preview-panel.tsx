import { Button } from '@trussworks/react-uswds';
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

/** Whether saving waits for an agreement, for what stands in the preview. */
const HoldSave = createContext<(held: boolean) => void>(() => undefined);

/** What has to be agreed to, in words, before what the preview warns of can be saved. */
export function AgreeFirst({ children }: { readonly children: ReactNode }) {
  const hold = useContext(HoldSave);
  const [agreed, setAgreed] = useState(false);
  useEffect(() => {
    hold(!agreed);
    return () => hold(false);
  }, [agreed, hold]);
  return (
    <label className="tick tick--field">
      <input type="checkbox" data-agree checked={agreed} onChange={() => setAgreed(!agreed)} />
      <span>{children}</span>
    </label>
  );
}

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
  const [held, setHeld] = useState(false);
  const save = (): void => {
    if (held) panel.current?.querySelector<HTMLInputElement>('[data-agree]')?.focus();
    else if (!busy) onSave();
  };
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section className="preview" ref={panel} aria-labelledby="preview-title">
      <h2 id="preview-title" ref={heading} tabIndex={-1}>
        What this will do
      </h2>
      <HoldSave value={setHeld}>{children}</HoldSave>
      <div className="actions">
        <Button type="button" aria-disabled={busy || held} onClick={save}>
          {verb}
        </Button>
        <Button type="button" outline onClick={onBack}>
          Change something
        </Button>
      </div>
    </section>
  );
}
