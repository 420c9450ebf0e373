import { sql } from 'kysely';
import type { Queryable } from './db.ts';

/**
 * Takes one try of a guessable thing from a budget that all processes share (`SP 800-63B` §5.2.2).
 * The try is taken before the guess is looked at, so that tries made at the same moment cannot share one.
 * @param key what is limited, e.g. `pin:source:192.0.2.7`
 * @param limit tries a window
 * @param windowSeconds length of the window
 * @returns whether a try was left
 */
export async function takeAttempt(
  on: Queryable,
  key: string,
  limit: number,
  windowSeconds: number,
  now: Date,
): Promise<boolean> {
  const start = windowStart(windowSeconds, now);
  const result = await sql<{ n: number }>`insert into kernel.attempt (key, window_start, n, expires_at)
    values (${key}, ${start}, 1, ${new Date(start.getTime() + windowSeconds * 1_000)})
    on conflict (key, window_start) do update set n = kernel.attempt.n + 1 returning n`.execute(on);
  return (result.rows[0]?.n ?? Infinity) <= limit;
}

/**
 * Gives one try back, for a success that must not count against others who share the key, such as an address.
 * @param windowSeconds as it was taken
 */
export async function returnAttempt(on: Queryable, key: string, windowSeconds: number, now: Date): Promise<void> {
  const start = windowStart(windowSeconds, now);
  await sql`update kernel.attempt set n = n - 1 where key = ${key} and window_start = ${start} and n > 0`.execute(on);
}

const windowStart = (seconds: number, now: Date): Date =>
  new Date(Math.floor(now.getTime() / (seconds * 1_000)) * seconds * 1_000);

/** Gives tries back after success, so that an honest person's slips do not add up. */
export async function clearAttempts(on: Queryable, key: string): Promise<void> {
  await sql`delete from kernel.attempt where key = ${key}`.execute(on);
}

/** Removes windows that are over. */
export async function sweepAttempts(on: Queryable, now: Date): Promise<void> {
  await sql`delete from kernel.attempt where expires_at < ${now}`.execute(on);
}
