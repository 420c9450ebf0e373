import type { Actor } from '@lanyard/kernel';
import type { OpenContexts } from './contexts.ts';

/** Invites a person by e-mail; link and text follow their settings. @throws Error when nobody has the user name */
export async function invite({ directory, notices }: OpenContexts, userName: string, by: Actor): Promise<void> {
  const person = await directory.personByUserName(userName);
  if (!person) throw new Error(`nobody is called ${userName}: "lanyard person list" shows everybody`);
  await notices.invite({ person: person.id }, by);
}
