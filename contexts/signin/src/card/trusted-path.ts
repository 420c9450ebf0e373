import type { PortalAuthenticationSetting } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { equalBytes, type Fetcher, type PolicyResult, type TrustAnchor } from '@lanyard/pki';
import type { Person, SigninPorts } from '../ports.ts';
import { allAnchors, anchorsFor, mustNameSuffixes, type Trust, trustOf } from './trust.ts';
import { errorOfRefusal, hasPath, type Presented, validateCard } from './validate-card.ts';

export interface TrustedPath {
  readonly anchor: TrustAnchor;
  readonly policies: PolicyResult;
}

/** A card, and the name that it claims. */
export interface Claim {
  readonly presented: Presented;
  readonly upn: string;
}

/**
 * A path to an issuer that any setting trusts and that may name the holders of this UPN.
 * @param trust of every setting in force
 * @throws LanyardError of the `certificate_…` codes
 */
export function pathByAnySetting(
  ports: SigninPorts,
  fetcher: Fetcher | null,
  claim: Claim,
  trust: Trust,
): Promise<TrustedPath> {
  return pathFor(ports, fetcher, claim, trust, mustNameSuffixes(trust));
}

/**
 * Holds the person to the setting that wins for them. Asked once the person is known, and so after everything about
 * strangers.
 * @throws LanyardError of the `certificate_…` codes, `portal_closed`
 */
export async function checkOwnSetting(
  ports: SigninPorts,
  fetcher: Fetcher | null,
  claim: Claim,
  person: Person,
  { found, trust }: { found: TrustedPath; trust: Trust },
): Promise<void> {
  const { value } = await ports.directory.setting(person.id, 'portal_authentication');
  await holdTo(value, ports, fetcher, claim, { found, trust });
}

/**
 * The path must end at one of the setting's issuers, under one of its card policies where it names some.
 * @param found the path that holds by any setting; taken again when its anchor is among the setting's own
 * @throws LanyardError of the `certificate_…` codes, `portal_closed`
 */
export async function holdTo(
  setting: PortalAuthenticationSetting,
  ports: SigninPorts,
  fetcher: Fetcher | null,
  claim: Claim,
  { found, trust }: { found: TrustedPath; trust: Trust },
): Promise<void> {
  if (setting.type !== 'Certificate') throw new LanyardError('portal_closed');
  const own = trustOf([{ value: setting }], ports.log);
  const suffixesNeeded = mustNameSuffixes(trust);
  const isOwn = anchorsFor(claim.upn, own, suffixesNeeded).some((anchor) => isSame(anchor, found.anchor));
  const { policies } = isOwn ? found : await pathFor(ports, fetcher, claim, own, suffixesNeeded);
  const { cardPolicies } = setting;
  const held = new Set([...policies.ofLeaf, ...policies.authorityConstrained]);
  if (cardPolicies.length > 0 && !cardPolicies.some((policy) => held.has(policy))) {
    throw new LanyardError('certificate_wrong_kind', { kind: 'card policy' });
  }
}

async function pathFor(
  ports: SigninPorts,
  fetcher: Fetcher | null,
  { presented, upn }: Claim,
  trust: Trust,
  suffixesNeeded: boolean,
): Promise<TrustedPath> {
  const result = await validateCard(ports, fetcher, presented, anchorsFor(upn, trust, suffixesNeeded));
  if (result.accepted) return result;
  const code = errorOfRefusal(result);
  if (code === 'certificate_not_trusted' && (await hasPath(ports, presented, allAnchors(trust)))) {
    throw new LanyardError('certificate_names_other_organisation', { upn });
  }
  const { code: reason, index, message } = result.refusal;
  throw new LanyardError(code, { reason, index, message });
}

const isSame = (a: TrustAnchor, b: TrustAnchor): boolean =>
  equalBytes(a.spki, b.spki) && equalBytes(a.name.der, b.name.der);
