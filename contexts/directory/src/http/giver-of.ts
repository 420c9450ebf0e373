import { actorOf, adminOf } from '@lanyard/kernel';
import { type Giver, permissionsOfCaller } from '../roles/giver.ts';

/** Who gives a role by a request: what they may do themselves bounds what they give. */
export const giverOf = (request: Parameters<typeof adminOf>[0]): Giver => ({
  actor: actorOf(request),
  may: permissionsOfCaller(adminOf(request)),
});
