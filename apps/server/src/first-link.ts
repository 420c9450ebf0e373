import type { LinkMade } from '@lanyard/signin';
import type { OpenContexts } from './contexts.ts';

/** A one-time link for the first administrator, while there is none; null once there is. */
export async function firstLink({
  directory,
  signin,
}: Pick<OpenContexts, 'directory' | 'signin'>): Promise<LinkMade | null> {
  if (await directory.hasAdministrator()) return null;
  return signin.adminLinks.make({ personId: null, atStart: true }, { kind: 'system', part: 'start' });
}
