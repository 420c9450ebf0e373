import type { JSX } from 'react';
import type { CredentialState } from '@lanyard/contract';
import { STATE_WORDS, type Tone } from '../model/words.ts';
import { Icon, type IconName } from './icon.tsx';

const MARKS: Readonly<Record<Tone, IconName>> = {
  active: 'check',
  waiting: 'clock',
  attention: 'warning',
  ended: 'ended',
};

/** A state as colour, mark and word together. */
export function StateMark({ state }: { readonly state: CredentialState }): JSX.Element {
  const { word, tone } = STATE_WORDS[state];
  return (
    <span className={`state state-${tone}`}>
      <Icon name={MARKS[tone]} />
      {word}
    </span>
  );
}
