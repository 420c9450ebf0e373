import type { AuthorityView } from '@lanyard/contract';
import type { StateWord } from '../../../words/tone.ts';

export const kindTitles: Readonly<Record<AuthorityView['kind'], string>> = {
  root: 'Root',
  derived: 'Derived credentials',
  card: 'Smart cards',
};

export const keyPlaces: Readonly<Record<AuthorityView['keyPlace'], string>> = {
  sealed: 'In software, sealed under the master key',
  token: 'In a PKCS #11 token',
  offline: 'Offline, from a key ceremony',
};

/** What a person has to know of an authority at one look. @param now the server's, in ms since 1970 */
export function authorityState({ notAfter, activeFrom, isIssuing, kind, crl }: AuthorityView, now: number): StateWord {
  if (Date.parse(notAfter) < now) return { word: 'Expired', tone: 'ended' };
  if (crl === null || Date.parse(crl.nextUpdate) < now) return { word: 'No CRL in force', tone: 'attention' };
  if (Date.parse(activeFrom) > now) return { word: 'Issues later', tone: 'waiting' };
  if (kind === 'root') return { word: 'Good', tone: 'active' };
  return isIssuing ? { word: 'Issues', tone: 'active' } : { word: 'Has a successor', tone: 'ended' };
}

/** How much of a validity is over, 0 to 1. */
export function partOver(notBefore: string, notAfter: string, now: number): number {
  const [from, to] = [Date.parse(notBefore), Date.parse(notAfter)];
  return Math.min(1, Math.max(0, (now - from) / (to - from)));
}

/** "12 kB" of a number of octets. */
export const sizeWords = (octets: number): string =>
  octets < 1_000
    ? `${octets} B`
    : octets < 1_000_000
      ? `${Math.round(octets / 1_000)} kB`
      : `${(octets / 1_000_000).toFixed(1)} MB`;
