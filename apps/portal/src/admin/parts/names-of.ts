import { useQueries } from '@tanstack/react-query';
import { z } from 'zod';
import { adminQuery } from '../api/admin-query.ts';
import type { Picked } from './picker.tsx';

/** Of anything that has a name: a person's is the one that is displayed. */
const anything = z.object({ name: z.string().optional(), displayName: z.string().optional() });

/**
 * Names of things of which only the ids are known, read one by one; the id stands in until its name is there.
 * @param path the collection, what follows `/api/admin/`
 * @param known those picked here, whose names need no asking
 */
export function useNames(path: string, ids: readonly string[], known: readonly Picked[]): readonly Picked[] {
  const answers = useQueries({
    queries: ids.map((id) => ({
      ...adminQuery(anything, `${path}/${encodeURIComponent(id)}`),
      queryKey: ['admin', path, id, 'name'],
      enabled: !known.some((each) => each.id === id),
      staleTime: 60_000,
    })),
  });
  return ids.map((id, index) => {
    const answer = answers[index]?.data;
    const name = known.find((each) => each.id === id)?.name ?? answer?.displayName ?? answer?.name ?? id;
    return { id, name };
  });
}
