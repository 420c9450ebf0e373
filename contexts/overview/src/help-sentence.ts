import { accessWords } from './words/access.ts';
import { administrationWords } from './words/administration.ts';
import { configurationWords } from './words/configuration.ts';
import { credentialWords } from './words/credentials.ts';
import { tell, type ActWords, type Details, type Tone } from './words/entry.ts';
import { requestWords } from './words/requests.ts';
import { signInWords } from './words/sign-in.ts';

/** Every act that is told to a help desk. */
export const helpWords: Readonly<Record<string, ActWords>> = {
  ...signInWords,
  ...requestWords,
  ...credentialWords,
  ...administrationWords,
  ...accessWords,
  ...configurationWords,
};

export interface HelpSentence {
  readonly sentence: string;
  readonly tone: Tone;
  /** Why it matters; null where there is nothing to add. */
  readonly why: string | null;
  /** What most likely helps; null where nothing is wrong. */
  readonly cure: string | null;
}

/** An act of the audit log in plain words: what happened, why it matters, and what most likely helps. */
export function helpSentence(act: string, outcome: 'done' | 'refused', details: Details): HelpSentence {
  const words = Object.hasOwn(helpWords, act) ? helpWords[act] : undefined;
  if (words === undefined)
    return { sentence: `${outcome === 'refused' ? 'Refused: ' : ''}${act}`, tone: 'neutral', why: null, cure: null };
  const { refused } = words;
  if (outcome === 'refused' && refused !== undefined) return told(refused, details);
  const plain = told(words, details);
  return outcome === 'done' || plain.tone === 'attention'
    ? plain
    : { ...plain, sentence: `Refused: ${plain.sentence}`, tone: 'attention' };
}

const told = ({ sentence, tone, why, cure }: Omit<ActWords, 'refused'>, details: Details): HelpSentence => ({
  sentence: tell(sentence, details),
  tone: typeof tone === 'function' ? tone(details) : tone,
  why: why === undefined ? null : tell(why, details),
  cure: cure === undefined ? null : tell(cure, details),
});
