import type { AdminPermission, SessionView } from '@lanyard/contract';
import { allows } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/queries.ts';

/** Who is signed in; the router lets nobody else see a screen, so there is one. */
export function useSession(): SessionView {
  const session = useQuery({ ...sessionQuery, enabled: false }).data;
  if (session === null || session === undefined) throw new Error('a screen of the admin portal without a session');
  return session;
}

/** Whether the roles of the person who is signed in include something; the server decides all the same. */
export const useAllowed = (permission: AdminPermission): boolean => allows(useSession().roles, permission);
