import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { IMPORT_BYTES, IMPORT_LINES, type PersonFacts } from '@lanyard/contract';
import { LanyardError, unguardedCell } from '@lanyard/kernel';
import { parse } from 'csv-parse';
import { GROUP_SEPARATOR } from '../people/list-people.ts';
import type { Candidate } from './candidate.ts';
import { columnsOf, type Columns } from './csv-columns.ts';

const PEEK = 65_536;
/** A line is a handful of names and some groups. */
const MAX_RECORD = 65_536;

/**
 * Reads a file of people as it comes in.
 * @param mapping field → header, for headers that are not recognised by themselves
 * @throws LanyardError `input_too_large` over 10 MB or 100,000 lines; `input_invalid` naming what the file lacks
 */
export async function* readCsv(input: Readable, mapping: Readonly<Record<string, string>>): AsyncGenerator<Candidate> {
  const { first, rest } = await peek(bounded(input));
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(first),
    info: true,
    max_record_size: MAX_RECORD,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  // What goes wrong on the way in is thrown at whoever reads the parser.
  const feeding = pipeline(rest, parser).catch(() => undefined);
  let columns: Columns | null = null;
  let count = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (columns === null) columns = columnsOf(record, mapping);
      else {
        if (++count > IMPORT_LINES) throw new LanyardError('input_too_large', { lines: IMPORT_LINES });
        yield candidateOf(record, columns, info.lines);
      }
    }
  } catch (error) {
    throw asInputError(error);
  } finally {
    parser.destroy();
    input.destroy();
  }
  await feeding;
  if (columns === null) throw unreadable('is empty');
}

function candidateOf(record: readonly string[], columns: Columns, line: number): Candidate {
  const cell = (field: string): string | undefined => {
    const at = columns.places.get(field);
    return at === undefined ? undefined : unguardedCell(record[at] ?? '');
  };
  const fact = (field: keyof PersonFacts) => cell(field) ?? '';
  const [givenName, surname, upn] = [fact('givenName'), fact('surname'), fact('upn')];
  const facts = {
    userName: fact('userName'),
    upn,
    email: cell('email') ?? upn,
    displayName: cell('displayName') ?? `${givenName} ${surname}`.trim(),
    givenName,
    surname,
  };
  const groups = cell('groups')
    ?.split(GROUP_SEPARATOR)
    .map((name) => name.trim())
    .filter(Boolean);
  return { line, facts, externalId: null, state: cell('state'), groups, problem: problemOf(record, columns) };
}

function problemOf(record: readonly string[], { count }: Columns): string | undefined {
  if (record.length !== count) return `has ${record.length} cells where the header has ${count}`;
  if (record.some((cell) => cell.includes('\ufffd'))) return 'is not in UTF-8: save the file as "CSV UTF-8"';
  return undefined;
}

/** Spreadsheets of some countries write semicolons: whatever separates the headers separates the cells. */
function delimiterOf(text: string): string {
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  const count = (mark: string) => header.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}

async function* bounded(input: Readable): AsyncGenerator<Buffer> {
  let octets = 0;
  for await (const chunk of input as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(chunk);
    octets += bytes.length;
    if (octets > IMPORT_BYTES) throw new LanyardError('input_too_large', { bytes: IMPORT_BYTES });
    yield bytes;
  }
}

async function peek(chunks: AsyncGenerator<Buffer>): Promise<{ first: string; rest: AsyncGenerator<Buffer> }> {
  const begun: Buffer[] = [];
  for (let size = 0; size < PEEK;) {
    const next = await chunks.next();
    if (next.done) break;
    begun.push(next.value);
    size += next.value.length;
    if (next.value.includes(0x0a)) break;
  }
  const all = async function* () {
    yield* begun;
    yield* chunks;
  };
  return { first: Buffer.concat(begun).toString('utf8'), rest: all() };
}

const unreadable = (message: string): LanyardError =>
  new LanyardError('input_invalid', { fields: [{ field: 'file', message }] });

function asInputError(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('CSV_') ? unreadable('is not a CSV file') : error;
}
