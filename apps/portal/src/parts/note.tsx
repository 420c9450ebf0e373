import type { ReactNode } from 'react';
import type { Tone } from '../words/tone.ts';
import { Mark } from './state-mark.tsx';

interface NoteProps {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  /** Read out at once when it appears: for failures of what the person just did. */
  readonly urgent?: boolean;
}

/** A boxed message: what happened, then the way out. */
export function Note({ tone, title, children, urgent = false }: NoteProps) {
  return (
    <div className={`note note--${tone}`} role={urgent ? 'alert' : undefined}>
      <Mark tone={tone} size={20} />
      <div className="note__body">
        <p className="note__title">{title}</p>
        {children}
      </div>
    </div>
  );
}
