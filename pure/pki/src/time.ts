import type { DerReader } from './der-read.ts';
import { TAG } from './der-tags.ts';
import { latin1Decode } from './bytes.ts';

export interface ReadTime {
  readonly date: Date;
  readonly form: 'utc' | 'generalized';
}

/** Time of RFC 5280 §4.1.2.5: whole seconds, Zulu. @throws PkiError `der_time` */
export function readTime(reader: DerReader): ReadTime {
  const at = reader.offset;
  const form = reader.is(TAG.utcTime) ? 'utc' : 'generalized';
  const text = latin1Decode(reader.content(form === 'utc' ? TAG.utcTime : TAG.generalizedTime));
  const pattern = form === 'utc' ? /^\d{12}Z$/ : /^\d{14}Z$/;
  if (!pattern.test(text)) reader.fail('der_time', 'a time of whole seconds in UTC is expected', at);
  // Two digits from 50 on are of the last century (RFC 5280 §4.1.2.5.1).
  const digits = form === 'utc' ? (text < '5' ? '20' : '19') + text : text;
  const date = dateOf(digits);
  if (date === undefined) reader.fail('der_time', 'no such day or time of day', at);
  return { date, form };
}

/** GeneralizedTime where the syntax allows nothing else (OCSP, invalidityDate). */
export function readGeneralizedTime(reader: DerReader): Date {
  if (!reader.is(TAG.generalizedTime)) reader.fail('der_time', 'a GeneralizedTime is expected');
  return readTime(reader).date;
}

function dateOf(digits: string): Date | undefined {
  const part = (from: number, to: number): number => Number(digits.slice(from, to));
  const [year, month, day] = [part(0, 4), part(4, 6), part(6, 8)];
  const [hour, minute, second] = [part(8, 10), part(10, 12), part(12, 14)];
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  if (year < 100) date.setUTCFullYear(year);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return real ? date : undefined;
}
