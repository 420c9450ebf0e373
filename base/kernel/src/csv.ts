/** Spreadsheets take a cell that begins like this for a formula, and run it (CWE-1236). */
const FORMULA = /^[=+\-@\t\r]/;
const GUARDED = /^'(?=[=+\-@\t\r])/;

/** One line of a CSV file (RFC 4180). A cell that a spreadsheet would run gets an apostrophe before it. */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/** Takes off the apostrophe that {@link csvLine} put there, so that what was exported can be read back. */
export const unguardedCell = (cell: string): string => cell.replace(GUARDED, '');

function cellOf(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const guarded = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** Whether a list is asked for as CSV: the same address, `accept: text/csv`. */
export const wantsCsv = (accept: string | undefined): boolean => /(^|,)\s*text\/csv\s*(;|,|$)/i.test(accept ?? '');
