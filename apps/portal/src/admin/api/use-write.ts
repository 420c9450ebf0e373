import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Method, Reader } from '../../api/client.ts';
import { adminCall, adminKey } from './admin-call.ts';

export interface Write {
  readonly method: Exclude<Method, 'GET'>;
  /** What follows `/api/admin/`. */
  readonly path: string;
  readonly body?: unknown;
  readonly version?: number;
}

/**
 * A write to the admin interface. What was read of the areas it touches is read again before `onDone` is told.
 * @param areas those beside the area of the path itself
 */
export function useWrite<T>(schema: Reader<T>, onDone?: (answer: T) => void, areas: readonly string[] = []) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, path, body, version }: Write) => adminCall(schema, method, path, body, version),
    onSuccess: async (answer, { path }) => {
      const touched = [path.split('/')[0] ?? '', ...areas];
      await Promise.all(touched.map((area) => client.invalidateQueries({ queryKey: adminKey(area) })));
      onDone?.(answer);
    },
  });
}
