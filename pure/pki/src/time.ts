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
  const date = dateOf(content, form === 'utc' ? 0 : 1);
  if (date === undefined) reader.fail('der_time', 'no such day or time of day', at);
  return { date, form };
}

/** GeneralizedTime where the syntax allows nothing else (OCSP, invalidityDate). */
export function readGeneralizedTime(reader: DerReader): Date {
  if (!reader.is(TAG.generalizedTime)) reader.fail('der_time', 'a GeneralizedTime is expected');
  return readTime(reader).date;
}

/** Two digits as a number; NaN where an octet is no digit. */
function pairAt(content: Bytes, index: number): number {
  const tens = (content[2 * index] ?? 0) - 0x30;
  const units = (content[2 * index + 1] ?? 0) - 0x30;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : NaN;
}

/** @param first index of the pair that is the year's end; without a century of its own it is 0 */
function dateOf(content: Bytes, first: 0 | 1): Date | undefined {
  const short = pairAt(content, first);
  // Two digits from 50 on are of the last century (RFC 5280 §4.1.2.5.1).
  const century = first === 1 ? pairAt(content, 0) : short < 50 ? 20 : 19;
  const year = century * 100 + short;
  const [month, day] = [pairAt(content, first + 1), pairAt(content, first + 2)];
  const [hour, minute, second] = [pairAt(content, first + 3), pairAt(content, first + 4), pairAt(content, first + 5)];
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  if (year < 100) date.setUTCFullYear(year);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return real ? date : undefined;
}
