import { roleGrant, uuid } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { z } from 'zod';
import type { Act, Executor } from '../approvals/act.ts';
import { findAdministrator } from '../pg/roles.ts';
import type { DirectoryPorts } from '../ports.ts';
import { permissionsOfRoles } from './giver.ts';
import { grantsOf } from './grants-of.ts';
import { putRoles } from './put-roles.ts';

const input = z.strictObject({
  personId: uuid,
  version: z.number().int().min(0),
  roles: z.array(roleGrant).max(10),
});
type ChangeRoles = z.infer<typeof input>;

/** Another set of roles for a person. */
export const CHANGE_ROLES: Act<ChangeRoles> = {
  act: 'administrators.change',
  input,
  async summary({ personId, roles }, on) {
    const person = await findAdministrator(on, personId);
    if (person === null) throw new LanyardError('not_found', { person: personId });
    const names = roles.map(({ role }) => role).join(', ') || 'no role';
    return `${person.displayName} (${person.userName}) is to have: ${names}.`;
  },
};

/** By the time it is done, who asked must still be allowed to give what they give. */
export const changeRoles =
  (ports: DirectoryPorts): Executor<ChangeRoles> =>
  async (tx, change, { actor, askedBy }) => {
    const own = await grantsOf(tx, askedBy);
    await putRoles(ports, tx, change, { actor, may: permissionsOfRoles(own.map(({ role }) => role)) });
  };
