import type { QueryClient } from '@tanstack/react-query';
import { call, nothing, useTokenOf } from '../api/client.ts';
import { passkeysQuery, sessionQuery } from '../api/queries.ts';
import { codeOf } from '../api/trouble.ts';
import { forgetSecrets } from './secrets.ts';

/** Forgets everything of the person who was here; what stays is what anybody may see. */
export function forgetPerson(client: QueryClient): void {
  useTokenOf(null);
  forgetSecrets();
  client.removeQueries({ queryKey: ['me'] });
  client.removeQueries({ queryKey: ['sessions'] });
  client.removeQueries({ queryKey: passkeysQuery.queryKey });
  client.setQueryData(sessionQuery.queryKey, null);
}

/** Ends this session at the server first; one that had ended already is as good. */
export async function signOut(client: QueryClient): Promise<void> {
  try {
    await call(nothing, 'DELETE', '/api/session');
  } catch (error) {
    if (codeOf(error) !== 'session_required') throw error;
  }
  forgetPerson(client);
}
