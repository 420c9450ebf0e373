import { DEBIAN_PACKAGES, programPath } from '../scripts/debian-packages.mjs';

/**
 * The `skip` option of a test that drives programs of others: the reason, or false when all are there.
 *
 * @param probes as in scripts/debian-packages.mjs, such as `chromium` or `eapol_test`
 */
export function needs(...probes: string[]): string | false {
  const missing = probes.filter((probe) => programPath(probe) === undefined);
  if (missing.length === 0) return false;
  const names = missing.map((probe) => DEBIAN_PACKAGES.find((known) => known.probe === probe)?.name ?? probe);
  return `needs ${missing.join(', ')}: apt-get install ${[...new Set(names)].join(' ')}`;
}
