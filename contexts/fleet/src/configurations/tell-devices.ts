import type { Queryable } from '@lanyard/kernel';
import { bumpScopes } from '../pg/change-counters.ts';
import { findScopes, namingCertificate } from '../pg/configurations.ts';
import type { FleetParts } from '../ports.ts';

/**
 * Every device that gets a configuration, of itself or with what refers to it, learns at its next check-in that there is
 * something new.
 * @param more scopes that it was for before
 */
export async function tellDevices(
  { apps }: Pick<FleetParts, 'apps'>,
  on: Queryable,
  id: string,
  more: readonly string[] = [],
): Promise<void> {
  const scopes = [...more, ...(await findScopes(on, id)), ...(await apps.scopesNaming(on, id))];
  for (const referrer of await namingCertificate(on, id)) scopes.push(...(await findScopes(on, referrer.id)));
  await bumpScopes(on, scopes);
}
