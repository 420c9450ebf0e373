import { csvLine } from './csv.ts';

/**
 * A whole list as the lines of a CSV file, page by page, so that none of it piles up in memory.
 * @param page the page after the cursor given; absent: the first
 * @param cellsOf the cells of a row, in the order of `columns`
 */
export async function* csvPages<T>(
  columns: readonly string[],
  page: (after: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next: string | null }>,
  cellsOf: (item: T) => readonly (string | number | null)[],
): AsyncGenerator<string> {
  yield csvLine(columns);
  for (let after: string | undefined; ;) {
    const { items, next } = await page(after);
    yield items.map((item) => csvLine(cellsOf(item))).join('');
    if (next === null) return;
    after = next;
  }
}
