import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { codeOf } from '../api/trouble.ts';

/** Codes that the same call, made again, can overcome. */
const passing: ReadonlySet<string | null> = new Set([null, 'database_unavailable', 'internal']);

/**
 * @param onSessionEnded told when any call learns that nobody is signed in any more
 */
export function createQueryClient(onSessionEnded: () => void): QueryClient {
  const onError = (error: unknown): void => {
    if (codeOf(error) === 'session_required') onSessionEnded();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: (count, error) => count < 2 && passing.has(codeOf(error)), staleTime: 1_000 },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
