import { type Bytes, type FetchRequest, parseCrl, parseOcspResponse, PkiError } from '@lanyard/pki';

/** Seconds for which answers are kept; what they say of themselves can only shorten it. */
export interface StatusSeconds {
  readonly crl: number;
  readonly ocsp: number;
}

/**
 * Until when an answer may be used again: its own nextUpdate, at most the seconds given for its kind.
 * @returns null for what cannot be read or says nothing that will hold: it is not kept
 */
export function freshUntil(
  kind: Exclude<FetchRequest['kind'], 'issuers'>,
  answer: Bytes,
  now: Date,
  limits: StatusSeconds,
): Date | null {
  const within = (seconds: number, next: Date | undefined): Date | null => {
    const bound = new Date(now.getTime() + seconds * 1_000);
    if (next === undefined || next > bound) return bound;
    return next > now ? next : null;
  };
  try {
    if (kind === 'crl') return within(limits.crl, parseCrl(answer).nextUpdate);
    const { basic } = parseOcspResponse(answer);
    // An error status (RFC 6960 §2.3) is said to this asker now and proves nothing later.
    if (basic === undefined) return null;
    return within(limits.ocsp, earliest(basic.responses.flatMap(({ nextUpdate }) => nextUpdate ?? [])));
  } catch (error) {
    if (error instanceof PkiError) return null;
    throw error;
  }
}

const earliest = (dates: readonly Date[]): Date | undefined => dates.toSorted((a, b) => a.getTime() - b.getTime())[0];
