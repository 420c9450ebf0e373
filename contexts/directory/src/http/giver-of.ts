import { role } from '@lanyard/contract';
import { actorOf, adminOf } from '@lanyard/kernel';
import { type Giver, permissionsOfRoles } from '../roles/giver.ts';

/** Who gives a role by a request: what they may do themselves bounds what they give. */
export function giverOf(request: Parameters<typeof adminOf>[0]): Giver {
  const caller = adminOf(request);
  const roles = caller.roles.flatMap((name) => role.safeParse(name).data ?? []);
  const may = caller.kind === 'token' ? new Set(caller.scopes) : permissionsOfRoles(roles);
  return { actor: actorOf(request), may };
}
