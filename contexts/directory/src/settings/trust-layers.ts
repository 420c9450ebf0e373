import { parseSetting } from './setting.ts';
import type { SettingPlan } from './setting-plan.ts';

/** One issuer, and the UPN suffixes that it speaks for. */
export interface Trusted {
  readonly name: string;
  readonly certificate: string;
  readonly upnSuffixes: readonly string[];
}

/** What people of these groups trust who are in no layer above; the last is everybody else's. */
export interface TrustLayer {
  readonly groupIds: readonly string[];
  readonly issuers: readonly string[];
}

/** The issuers of a setting, also while it is closed: closing the portal changes none, and one person may do it. */
export const trustedBy = (value: unknown): readonly Trusted[] =>
  parseSetting('portal_authentication', value ?? {}).anchors;

/**
 * Who trusts which issuers, in one form: two plans of settings have the same one exactly if nobody trusts others by one
 * than by the other. What issuers and settings are called is left out, and so is an order that makes no difference.
 */
export function trustLayers(plan: SettingPlan): readonly TrustLayer[] {
  const layers: { groupIds: string[]; issuers: readonly string[] }[] = [];
  const seen = new Set<string>();
  for (const { groupIds, isDefault, value } of plan) {
    const own = isDefault ? [] : groupIds.filter((id) => !seen.has(id));
    if (!isDefault && own.length === 0) continue;
    for (const id of own) seen.add(id);
    const issuers = trustedBy(value).map(keyOf).sort();
    const above = layers.at(-1);
    if (above?.issuers.join() === issuers.join()) above.groupIds.push(...own);
    else layers.push({ groupIds: own, issuers });
  }
  return layers.map(({ groupIds, issuers }, at) => ({
    groupIds: at === layers.length - 1 ? [] : groupIds.toSorted(),
    issuers: [...new Set(issuers)],
  }));
}

/** The certificate, whatever breaks its lines. */
export const certificateKey = ({ certificate }: Pick<Trusted, 'certificate'>): string =>
  certificate.replaceAll(/\s/g, '');

export const suffixesOf = ({ upnSuffixes }: Pick<Trusted, 'upnSuffixes'>): string[] =>
  [...new Set(upnSuffixes.map((suffix) => suffix.toLowerCase()))].sort();

const keyOf = (issuer: Trusted): string => JSON.stringify([certificateKey(issuer), suffixesOf(issuer)]);
