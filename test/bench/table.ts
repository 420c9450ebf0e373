import type { Row, Spread } from './figure.ts';
import type { Machine } from './machine.ts';

const digits = (n: number): string => (n >= 100 ? Math.round(n).toLocaleString('en-US') : n.toPrecision(3));
const show = ({ median, min, max }: Spread): string =>
  min === max ? digits(median) : `${digits(median)} (${digits(min)}–${digits(max)})`;

/** What stands above the figures: they mean nothing without it. */
export const machineLine = (m: Machine): string =>
  `${m.cores} cores of ${m.model}, ${m.memoryGiB} GiB, Node ${m.node} (OpenSSL ${m.openssl}), PostgreSQL ${m.postgres}, ${m.opensslProgram ?? 'no openssl program'}, load ${m.load.toFixed(1)}`;

/** A section's rows for the terminal. */
export function sectionText(rows: readonly Row[]): string {
  return rows.map(rowText).join('');
}

function rowText(row: Row): string {
  if ('skipped' in row) return `  ${row.name}: not run, ${row.skipped}\n`;
  const { name, unit, value, limit, ratio, aim, note } = row;
  const against =
    limit === undefined
      ? ''
      : `\n      ${(ratio ?? Number.NaN).toFixed(2)} of ${limit.name}, ${show(limit.value)}${aim === undefined ? '' : `; aim ${aim}${(ratio ?? 0) >= aim ? '' : ', MISSED'}`}`;
  return `  ${name}: ${show(value)} ${unit}${against}${note === undefined ? '' : `\n      ${note}`}\n`;
}

/** The same as a table for a page. */
export function markdown(rows: readonly Row[]): string {
  const line = (row: Row): string =>
    'skipped' in row
      ? `| ${row.section} | ${row.name} | not run: ${row.skipped} | | | |`
      : `| ${row.section} | ${row.name} | ${show(row.value)} ${row.unit} | ${row.limit === undefined ? '' : `${show(row.limit.value)} (${row.limit.name})`} | ${row.ratio?.toFixed(2) ?? ''} | ${row.aim ?? ''} |`;
  return [
    '| | What | Median (least–most) | Limit in the same run | Ratio | Aim |',
    '|---|---|---|---|---|---|',
    ...rows.map(line),
    '',
  ].join('\n');
}
