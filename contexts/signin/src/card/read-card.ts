import { createHash } from 'node:crypto';
import { upn as principalName } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { type Bytes, type Certificate, parseCertificate, PkiError, upnsOf } from '@lanyard/pki';

/** @throws LanyardError `certificate_invalid` for octets that are no certificate of RFC 5280 */
export function readCard(der: Bytes): Certificate {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new LanyardError('certificate_invalid', { reason: error.code }, { cause: error });
  }
}

/** What a browser sent above its certificate. One that cannot be read leads nowhere; the path may hold without it. */
export function readChain(chain: readonly Bytes[]): Certificate[] {
  return chain.flatMap((der) => {
    try {
      return [parseCertificate(der)];
    } catch (error) {
      if (error instanceof PkiError) return [];
      throw error;
    }
  });
}

export function assertsAny({ certificatePolicies = [] }: Certificate, policies: ReadonlySet<string>): boolean {
  return certificatePolicies.some(({ policy }) => policies.has(policy));
}

/**
 * The one User Principal Name of a card: two would let it be two people, and one that is no plain `name@suffix` could
 * look like another.
 * @throws LanyardError `certificate_without_upn`, `certificate_invalid`
 */
export function upnOfCard(certificate: Certificate): string {
  const upns = new Map(upnsOf(certificate).map((upn) => [upn.toLowerCase(), upn]));
  const [upn] = upns.values();
  if (upn === undefined) throw new LanyardError('certificate_without_upn');
  if (upns.size > 1) throw new LanyardError('certificate_invalid', { reason: 'several_upns' });
  if (!principalName.safeParse(upn).success) throw new LanyardError('certificate_invalid', { reason: 'upn_malformed' });
  return upn;
}

/** Of the whole certificate: a stranger's own certificate with the same names and serial takes nobody's tries. */
export const fingerprintOf = ({ der }: Certificate): string => createHash('sha256').update(der).digest('hex');
