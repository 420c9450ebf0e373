import { editDistance } from './edit-distance.ts';
import { knownKeys, type KnownKey } from './known-keys.ts';

/** What a key is, as it was typed. */
export type RecognisedKey =
  | { readonly is: 'known'; readonly key: KnownKey; readonly n: number | null }
  /** A known name with a number that it may not carry. */
  | { readonly is: 'out of range'; readonly key: KnownKey; readonly n: number }
  /** Not known, but near one that is: it is kept as typed, and the app will not hear it (ADM-072). */
  | { readonly is: 'near miss'; readonly meant: string; readonly key: KnownKey }
  | { readonly is: 'unknown' };

const NUMBER = /(?<=_)(\d{1,9})(?=_|$)/;
/** A number where its separators were forgotten. */
const LOOSE_NUMBER = /_?(\d{1,9})_?/;

/** Reads a key as typed: exactly, then by how near it is to a known one. Unknown keys are the app maker's own (APP-064). */
export function recogniseKey(typed: string): RecognisedKey {
  const trimmed = typed.trim();
  const number = NUMBER.exec(trimmed)?.[1];
  const pattern = number === undefined ? trimmed : trimmed.replace(NUMBER, 'N');
  const exact = knownKeys.find(({ name, numbers }) =>
    numbers ? name === pattern && number !== undefined : name === typed,
  );
  if (exact !== undefined && typed === trimmed) return inRange(exact, number);
  const near = exact ?? nearestKey(trimmed.replace(LOOSE_NUMBER, '_N_'));
  const meant = number ?? LOOSE_NUMBER.exec(trimmed)?.[1] ?? '1';
  return near === null ? { is: 'unknown' } : { is: 'near miss', key: near, meant: nameOf(near, meant) };
}

/** The name of a key with its number in place. */
export const nameOf = ({ name, numbers }: KnownKey, n: number | string): string =>
  numbers ? name.replace(/_N(?=_|$)/, `_${n}`) : name;

function inRange(key: KnownKey, number: string | undefined): RecognisedKey {
  if (!key.numbers || number === undefined) return { is: 'known', key, n: null };
  const n = Number(number);
  const { from, to = Infinity } = key.numbers;
  // A leading zero names another key than the app looks for.
  if (n < from || n > to || String(n) !== number) return { is: 'out of range', key, n };
  return { is: 'known', key, n };
}

/** Case and separators first, then slips: one in eight letters, at most three. */
function nearestKey(pattern: string): KnownKey | null {
  const loose = (text: string): string => text.toLowerCase().replace(/[-_.\s]/g, '');
  const typed = loose(pattern);
  let best: KnownKey | null = null;
  let least = Math.min(3, Math.floor(typed.length / 8)) + 1;
  for (const key of knownKeys) {
    const distance = editDistance(typed, loose(key.name));
    if (distance < least) [best, least] = [key, distance];
  }
  return best;
}
