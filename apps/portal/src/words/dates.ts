const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

/** The page is in English whatever the browser speaks, so its dates are too: the month is a word in every region. */
const locale = 'en-GB';

const unit = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

/** "2 years 11 months": whole years alone would hide most of one. */
function yearWords(ms: number): string {
  const months = Math.floor(((ms % yearMs) / yearMs) * 12);
  const years = unit(Math.floor(ms / yearMs), 'year');
  return months === 0 ? years : `${years} ${unit(months, 'month')}`;
}

/**
 * A length of time in its largest whole unit: "6 days", "3 hours", "1 minute"; from two years on in years and months.
 * @param ms milliseconds; anything under a minute is "less than a minute"
 */
export function durationWords(ms: number): string {
  if (ms >= 2 * yearMs) return yearWords(ms);
  if (ms >= dayMs) return unit(Math.floor(ms / dayMs), 'day');
  if (ms >= hourMs) return unit(Math.floor(ms / hourMs), 'hour');
  return ms >= minuteMs ? unit(Math.floor(ms / minuteMs), 'minute') : 'less than a minute';
}

/** How long something is still good, or since when it is not. */
export function validityWords(until: string, now: number): string {
  const left = Date.parse(until) - now;
  return left > 0 ? `${durationWords(left)} left` : `ended ${durationWords(-left)} ago`;
}

const thisYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });
const otherYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const full = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'long',
});

/** "3 May at 14:02", or "3 May 2027" when the year is not the present one. */
export function dateWords(instant: string, now: number): string {
  const date = new Date(instant);
  const near = date.getFullYear() === new Date(now).getFullYear();
  return near ? thisYear.format(date).replace(', ', ' at ') : otherYear.format(date);
}

/** The name of the zone that every time on the page is in: "Central European Standard Time". @param now in ms since 1970 */
export const zoneWords = (now: number): string =>
  full.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** The whole date with its time zone, for those who point at it. */
export const fullDateWords = (instant: string): string => full.format(new Date(instant));
