import type { DerReader } from './der-read.ts';
import { TAG } from './der-tags.ts';
import type { Bytes } from './bytes.ts';

export interface ReadTime {
  readonly date: Date;
  readonly form: 'utc' | 'generalized';
}

/** Time of RFC 5280 §4.1.2.5: whole seconds, Zulu. @throws PkiError `der_time` */
export function readTime(reader: DerReader): ReadTime {
  const at = reader.offset;
  const form = reader.is(TAG.utcTime) ? 'utc' : 'generalized';
  const content = reader.content(form === 'utc' ? TAG.utcTime : TAG.generalizedTime);
  const digits = form === 'utc' ? 12 : 14;
  if (content.length !== digits + 1 || content[digits] !== 0x5a) {
    reader.fail('der_time', 'a time of whole seconds in UTC is expected', at);
  }
  const pairs = readPairs(content, digits / 2);
  const date = pairs === undefined ? undefined : dateOf(form === 'utc' ? [centuryOf(pairs), ...pairs] : pairs);
  if (date === undefined) reader.fail('der_time', 'no such day or time of day', at);
  return { date, form };
}

/** GeneralizedTime where the syntax allows nothing else (OCSP, invalidityDate). */
export function readGeneralizedTime(reader: DerReader): Date {
  if (!reader.is(TAG.generalizedTime)) reader.fail('der_time', 'a GeneralizedTime is expected');
  return readTime(reader).date;
}

/** Numbers of two digits each; undefined where an octet is no digit. */
function readPairs(content: Bytes, count: number): number[] | undefined {
  const pairs: number[] = [];
  for (let i = 0; i < count; i++) {
    const tens = (content[2 * i] ?? 0) - 0x30;
    const units = (content[2 * i + 1] ?? 0) - 0x30;
    if (tens < 0 || tens > 9 || units < 0 || units > 9) return undefined;
    pairs.push(tens * 10 + units);
  }
  return pairs;
}

/** Two digits from 50 on are of the last century (RFC 5280 §4.1.2.5.1). */
const centuryOf = ([year = 0]: readonly number[]): number => (year < 50 ? 20 : 19);

function dateOf(pairs: readonly number[]): Date | undefined {
  const [century = 0, short = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = pairs;
  const year = century * 100 + short;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  if (year < 100) date.setUTCFullYear(year);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return real ? date : undefined;
}
