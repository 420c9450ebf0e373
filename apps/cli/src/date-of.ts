import { UsageError } from './say-failure.ts';

/** `--from`: a day or a moment of ISO 8601. */
export function dateOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime()) || !/^\d{4}-\d{2}-\d{2}/.test(text))
    throw new UsageError(`--from is a date such as 2027-01-31 or 2027-01-31T08:00Z, and not "${text}"`);
  return date;
}
