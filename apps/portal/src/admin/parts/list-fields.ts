import type { Filter } from './list-filters.tsx';

type Known = Pick<Filter, 'key'> & Partial<Pick<Filter, 'options'>>;

/** The fields of the page's address that the list takes; anything else in it is not the server's business. */
export function listFields(
  address: Readonly<Record<string, string>>,
  filters: readonly Known[],
): Record<string, string> {
  const known: readonly Known[] = [{ key: 'q' }, { key: 'sort' }, { key: 'after' }, ...filters];
  return Object.fromEntries(
    known.flatMap(({ key, options }) => {
      const value = address[key];
      if (value === undefined || value === '') return [];
      return [[key, options === 'date' ? beginOfDay(value) : value]];
    }),
  );
}

/** A day begins where the person is, as every time on the page is told; what is no date is left to the server to refuse. */
function beginOfDay(date: string): string {
  const begin = new Date(/^\d{4}-\d\d-\d\d$/u.test(date) ? `${date}T00:00` : Number.NaN);
  return Number.isNaN(begin.getTime()) ? date : begin.toISOString();
}
