import { queryOptions } from '@tanstack/react-query';
import type { Reader } from '../../api/client.ts';
import { adminCall, adminKey } from './admin-call.ts';

/**
 * Something that is read from the admin interface, for `useQuery`.
 * @param path what follows `/api/admin/`; its words are the key of the query
 * @param search further fields of the address
 */
export function adminQuery<T>(schema: Reader<T>, path: string, search: Readonly<Record<string, string>> = {}) {
  const [area = '', ...rest] = path.split('/');
  const query = new URLSearchParams(search).toString();
  return queryOptions({
    queryKey: adminKey(area, ...rest, search),
    queryFn: () => adminCall(schema, 'GET', query === '' ? path : `${path}?${query}`),
  });
}
