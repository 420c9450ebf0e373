import type { ErrorCode, PortalAuthenticationSetting } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import type { Bytes } from '@lanyard/pki';
import type { SigninPorts } from '../ports.ts';
import { kindOf } from './certificate-kind.ts';
import { assertsAny, readCard, upnOfCard } from './read-card.ts';
import { holdTo, pathByAnySetting } from './trusted-path.ts';
import { anchorsFor, mustNameSuffixes, trustOf } from './trust.ts';

export interface SignInQuestion {
  /** DER of a card certificate as it was proved. */
  readonly certificate: Bytes;
  /** The person's; a card that names another signs in another. */
  readonly upn: string;
  /** The setting that would win for the person. */
  readonly own: PortalAuthenticationSetting;
  /** Every setting that would be in force, the person's among them. */
  readonly all: readonly PortalAuthenticationSetting[];
}

/**
 * Whether a card would open the portal under settings that need not be in force: everything that a sign-in checks, but
 * asking nobody about revocation.
 * @returns why it would be refused; null where it would open the portal
 */
export async function wouldSignIn(ports: SigninPorts, asked: SignInQuestion): Promise<ErrorCode | null> {
  const { own, all } = asked;
  try {
    const certificate = readCard(asked.certificate);
    const trust = trustOf(
      all.map((value) => ({ value })),
      ports.log,
    );
    if ((await ports.issuer.isOwn(certificate)) || assertsAny(certificate, trust.derivedPolicies))
      return 'certificate_derived';
    if (kindOf(certificate) !== 'authentication') return 'certificate_wrong_kind';
    const upn = upnOfCard(certificate);
    if (upn.toLowerCase() !== asked.upn.toLowerCase()) return 'person_unknown';
    const claim = { presented: { certificate, intermediates: trust.intermediates }, upn };
    if (own.type !== 'Certificate') return 'portal_closed';
    const found = await pathByAnySetting(ports, null, claim, trust);
    await holdTo(own, ports, null, claim, { found, trust });
    return null;
  } catch (error) {
    if (error instanceof LanyardError && error.kind !== 'internal') return error.code;
    throw error;
  }
}

/** Whether any issuer of a person's setting may name them, once every setting in force is taken together. */
export function trustsIssuerOf(
  { log }: Pick<SigninPorts, 'log'>,
  upn: string,
  own: PortalAuthenticationSetting,
  all: readonly PortalAuthenticationSetting[],
): boolean {
  const everything = trustOf(
    all.map((value) => ({ value })),
    log,
  );
  return anchorsFor(upn, trustOf([{ value: own }], log), mustNameSuffixes(everything)).length > 0;
}
