import { role, type RoleGrant } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { findGrants } from '../pg/roles.ts';

/** What a person may do on the admin portal, and where. A role that this release does not know gives nothing. */
export async function grantsOf(on: Queryable, personId: string): Promise<RoleGrant[]> {
  return (await findGrants(on, personId)).flatMap((row) => {
    const known = role.safeParse(row.role);
    return known.success ? [{ role: known.data, spaces: row.spaces }] : [];
  });
}
