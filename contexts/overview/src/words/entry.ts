import { errorCatalogue, isErrorCode } from '@lanyard/contract';

export type Details = Readonly<Record<string, unknown>>;
type Told = string | ((details: Details) => string);

/** good: as it should be; attention: somebody may have to do something; ended: something stopped for good. */
export type Tone = 'neutral' | 'good' | 'attention' | 'ended';

/** What an act is to a help desk that has a nervous caller on the telephone. */
export interface Words {
  readonly sentence: Told;
  readonly tone: Tone | ((details: Details) => Tone);
  /** Why it matters. */
  readonly why?: Told;
  /** What most likely helps. */
  readonly cure?: Told;
}

/** An act that was done, and the same act refused where it can be. */
export interface ActWords extends Words {
  readonly refused?: Words;
}

export const neutral = (sentence: Told, more: Partial<ActWords> = {}): ActWords => ({
  sentence,
  tone: 'neutral',
  ...more,
});
export const good = (sentence: Told, more: Partial<ActWords> = {}): ActWords => ({ sentence, tone: 'good', ...more });
export const attention = (sentence: Told, why: Told, cure: Told): ActWords => ({
  sentence,
  tone: 'attention',
  why,
  cure,
});
export const ended = (sentence: Told, why: Told, cure: Told): ActWords => ({ sentence, tone: 'ended', why, cure });

export const tell = (told: Told, details: Details): string => (typeof told === 'string' ? told : told(details));

/** A detail as words: codes lose their hyphens. */
export const say = (details: Details, name: string, otherwise: string): string => {
  const value = details[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value).replace(/[_-]/g, ' ') : otherwise;
};
/** A detail as it stands: names. */
export const named = (details: Details, name: string, otherwise: string): string => {
  const value = details[name];
  return typeof value === 'string' && value !== '' ? `"${value}"` : otherwise;
};

/** The words of the error that was met, where its code is on record. */
export const errorOf = ({ code }: Details): { readonly title: string; readonly next: string } | null =>
  isErrorCode(code) ? errorCatalogue[code] : null;
