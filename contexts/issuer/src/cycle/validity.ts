import { days, LanyardError, minutes, seconds } from '@lanyard/kernel';

/** Clocks of phones and servers differ: a certificate is good from a little before it was made. */
const BACKDATE = minutes(5);

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

interface Bounds {
  readonly at: Date;
  readonly wanted: Date;
  readonly maxDays: number;
  /** Absent for a root, which bounds itself. */
  readonly issuer: Validity | null;
}

/**
 * From a little before now to the earliest of the wanted end, the profile's and the issuer's.
 * Times are whole seconds, and the last second counts (RFC 5280 §4.1.2.5).
 * @throws LanyardError `profile_refused` when nothing is left
 */
export function validityWithin({ at, wanted, maxDays, issuer }: Bounds): Validity {
  const from = Math.max(at.getTime() - BACKDATE, issuer?.notBefore.getTime() ?? 0);
  const notBefore = Math.floor(from / 1_000) * 1_000;
  const to = Math.min(wanted.getTime(), notBefore + days(maxDays) - seconds(1), issuer?.notAfter.getTime() ?? Infinity);
  const notAfter = Math.floor(to / 1_000) * 1_000;
  if (!(notAfter > at.getTime())) {
    throw new LanyardError('profile_refused', {
      findings: [{ rule: 'validity', message: 'the certificate would end before it is made' }],
    });
  }
  return { notBefore: new Date(notBefore), notAfter: new Date(notAfter) };
}
