import type { Method, Reader } from '../../api/client.ts';
import { call } from '../../api/client.ts';

/**
 * One call to the admin interface.
 * @param path what follows `/api/admin/`, identifiers encoded
 * @param body sent as JSON; a Blob as it is
 * @param version of the object that is written, as it was read: another one at the server is a conflict
 * @returns the answer as the contract describes it
 * @throws ApiError for every failure
 */
export const adminCall = <T>(
  schema: Reader<T>,
  method: Method,
  path: string,
  body?: unknown,
  version?: number,
): Promise<T> =>
  call(schema, method, `/api/admin/${path}`, body, version === undefined ? {} : { 'if-match': `"${version}"` });

/**
 * The key of everything that is read from the admin interface: `['admin', area, …]`. A write invalidates its area,
 * so whatever shows something of it is read again.
 * @param area the first word of the path: `people`, `settings`
 */
export const adminKey = (area: string, ...rest: readonly unknown[]): readonly unknown[] => ['admin', area, ...rest];

/** A path of words and identifiers: `pathOf('people', id, 'state')`. */
export const pathOf = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');
