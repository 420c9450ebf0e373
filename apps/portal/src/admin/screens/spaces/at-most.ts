import { numberWords } from '../../words/total-words.ts';

/** The server counts no further. */
const counted = 10_000;

/** A number of devices as the server counts them. */
export const atMost = (count: number): string => `${numberWords(count)}${count >= counted ? '+' : ''}`;
