import type { StateWord, Tone } from '../words/tone.ts';

const shapes: Readonly<Record<Tone, string>> = {
  active: 'M4.500 8.500l2.500 2.500 4.500-5',
  waiting: 'M8 4.500V8l2.500 2',
  attention: 'M8 4v5M8 11.500v.5',
  ended: 'M5 8h6',
};

/** A state: colour, word and mark together, so that none of them is needed alone. */
export function StateMark({ state }: { readonly state: StateWord }) {
  return (
    <span className={`state state--${state.tone}`}>
      <Mark tone={state.tone} size={16} />
      {state.word}
    </span>
  );
}

/** The mark of a tone alone; the words beside it say the same. */
export function Mark({ tone, size }: { readonly tone: Tone; readonly size: number }) {
  return (
    <svg className="mark" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false">
      <circle cx="8" cy="8" r="7" />
      <path d={shapes[tone]} />
    </svg>
  );
}
