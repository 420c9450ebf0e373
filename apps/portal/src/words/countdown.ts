/** Seconds before the end at which a screen reader is told; more often would talk over the person's work. */
const announcedAt = [300, 120, 60, 30, 0] as const;

/**
 * @param until an instant, ISO 8601
 * @param now milliseconds since 1970
 * @returns whole seconds left, never negative; the last begun second counts
 */
export function secondsLeft(until: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
}

/** As on a clock: `9:41`, `1:02:09`. */
export function clockText(seconds: number): string {
  const pad = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours === 0 ? `${minutes}:${pad(seconds % 60)}` : `${hours}:${pad(minutes)}:${pad(seconds % 60)}`;
}

/**
 * What to say aloud between two looks at the clock.
 * @param before seconds left at the earlier look
 * @param now seconds left at this one
 * @returns a sentence when one of the marks (5, 2 and 1 minutes, 30 seconds, the end) was passed, else null
 */
export function announcement(before: number, now: number): string | null {
  const passed = announcedAt.findLast((mark) => before > mark && now <= mark);
  if (passed === undefined) return null;
  if (passed === 0) return 'The time has run out.';
  if (passed === 30) return '30 seconds left.';
  return passed === 60 ? '1 minute left.' : `${passed / 60} minutes left.`;
}
