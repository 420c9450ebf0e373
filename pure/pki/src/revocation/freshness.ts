import type { RevocationInput } from './types.ts';

/** Without nextUpdate a newer answer is always to be had (RFC 6960 §2.4), so an old one is worth little. */
const defaultMaxAge = 3_600_000;

interface Update {
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date | undefined;
}

/** Null when current, else why not. */
export function staleness(
  { thisUpdate, nextUpdate }: Update,
  at: Date,
  { clockSkew = 0, maxAge = defaultMaxAge }: RevocationInput,
): string | null {
  const [now, begin] = [at.getTime(), thisUpdate.getTime()];
  if (begin > now + clockSkew) return `begins only at ${thisUpdate.toISOString()}`;
  const end = nextUpdate?.getTime() ?? begin + maxAge;
  return end < now - clockSkew ? `ended at ${new Date(end).toISOString()}` : null;
}
