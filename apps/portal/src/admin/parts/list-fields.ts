import type { Filter } from './list-filters.tsx';

/** The fields of the page's address that the list takes; anything else in it is not the server's business. */
export function listFields(
  address: Readonly<Record<string, string>>,
  filters: readonly Pick<Filter, 'key'>[],
): Record<string, string> {
  const known = ['q', 'sort', 'after', ...filters.map(({ key }) => key)];
  return Object.fromEntries(
    known.flatMap((key) => {
      const value = address[key];
      return value === undefined || value === '' ? [] : [[key, value]];
    }),
  );
}
