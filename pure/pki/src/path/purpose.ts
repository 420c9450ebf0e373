import { OID } from '../oid.ts';
import type { Chain } from './search.ts';
import { type Finding, finding } from './refusal.ts';
import type { Purpose } from './types.ts';

export interface PlacedFinding {
  readonly index: number;
  readonly finding: Finding;
}

/** What the leaf is wanted for (RFC 5280 §4.2.1.3, §4.2.1.12), and whether the authorities above may issue for that. */
export function checkPurpose(chain: Chain, purpose: Purpose): PlacedFinding | null {
  const leaf = chain[0]?.certificate;
  const missing = purpose.keyUsage?.find((usage) => leaf?.keyUsage && !leaf.keyUsage.has(usage));
  if (missing) {
    return { index: 0, finding: finding('key_usage', `its key usage lacks ${missing}`, 'RFC 5280 §4.2.1.3') };
  }
  for (const wanted of purpose.extendedKeyUsage ?? []) {
    const index = chain.findIndex(
      (facts, at) => !allows(facts.certificate.extendedKeyUsage, wanted, purpose, at === 0),
    );
    if (index >= 0) return { index, finding: finding('extended_key_usage', `its extended key usage lacks ${wanted}`) };
  }
  return null;
}

/** An authority that names purposes issues for these only; so read by browsers, and by OpenSSL with -purpose. */
function allows(usages: readonly string[] | undefined, wanted: string, purpose: Purpose, leaf: boolean): boolean {
  if (!usages) return !leaf || (purpose.acceptMissingExtendedKeyUsage ?? true);
  if (usages.includes(wanted)) return true;
  return usages.includes(OID.anyExtendedKeyUsage) && (!leaf || (purpose.acceptAnyExtendedKeyUsage ?? false));
}
