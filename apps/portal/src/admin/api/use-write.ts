import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import type { Method, Reader } from '../../api/client.ts';
import { adminCall, adminKey } from './admin-call.ts';

export interface Write {
  readonly method: Exclude<Method, 'GET'>;
  /** What follows `/api/admin/`. */
  readonly path: string;
  readonly body?: unknown;
  readonly version?: number;
}

/** Whether the same is being written at this moment: the same to the same, whichever button asked for it. */
export const isUnderWay = (client: QueryClient, { method, path, body }: Write): boolean =>
  client.isMutating({
    predicate: ({ state: { variables } }) => {
      const other = variables as Partial<Write> | undefined;
      return other?.method === method && other.path === path && JSON.stringify(other.body) === JSON.stringify(body);
    },
  }) > 0;

/**
 * A write to the admin interface. What was read of the areas it touches is read again before `onDone` is told. A
 * second press while the same is under way does nothing: the first one's answer is the one that counts.
 * @param areas those beside the area of the path itself
 */
export function useWrite<T>(schema: Reader<T>, onDone?: (answer: T) => void, areas: readonly string[] = []) {
  const client = useQueryClient();
  const write = useMutation({
    mutationFn: ({ method, path, body, version }: Write) => adminCall(schema, method, path, body, version),
    onSuccess: async (answer, { path }) => {
      const touched = [path.split('/')[0] ?? '', ...areas];
      await Promise.all(touched.map((area) => client.invalidateQueries({ queryKey: adminKey(area) })));
      onDone?.(answer);
    },
  });
  const mutate: typeof write.mutate = (asked, options) => {
    if (!isUnderWay(client, asked)) write.mutate(asked, options);
  };
  return { ...write, mutate };
}
