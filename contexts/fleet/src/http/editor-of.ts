import { actorOf, adminOf } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';
import type { Editor } from '../configurations/editor.ts';
import type { FleetParts } from '../ports.ts';

/** Who edits, with the name that lists will show. */
export async function editorOf({ directory }: Pick<FleetParts, 'directory'>, request: FastifyRequest): Promise<Editor> {
  const caller = adminOf(request);
  const person = await directory.personById(caller.personId);
  const name = caller.kind === 'token' ? caller.name : (person?.displayName ?? caller.personId);
  return { actor: actorOf(request), name, spaces: caller.spaces, correlationId: request.id };
}
