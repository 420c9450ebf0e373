import type { ReactNode } from 'react';
import type { StepState } from '../../words/request-words.ts';

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly state: StepState;
  /** What stands in place of "Done" when the step is. */
  readonly doneWords?: string | undefined;
  readonly children: ReactNode;
}

const words: Readonly<Record<StepState, string>> = { ahead: 'Next', now: 'Now', done: 'Done' };

/** One of the steps on the phone, with a live tick. */
export function Step({ number, title, state, doneWords, children }: StepProps) {
  return (
    <li className={`step step--${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <div className="step__head">
        <span className="step__number" aria-hidden="true">
          {state === 'done' ? <Tick /> : number}
        </span>
        <h2>{title}</h2>
        <span className="step__state">{state === 'done' ? (doneWords ?? words.done) : words[state]}</span>
      </div>
      <div className="step__body">{children}</div>
    </li>
  );
}

function Tick() {
  return (
    <svg viewBox="0 0 16 16" width="20" height="20" focusable="false">
      <path d="M3 8.500l3.500 3.500L13 5" />
    </svg>
  );
}
