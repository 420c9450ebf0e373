import { configFile, type ConfigFile } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import {
  isMap,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml';

/** Something that is wrong with a file, and where: lines and columns from 1. */
export interface Fault {
  readonly line: number;
  readonly column: number;
  /** Dotted, as in `userSettings.wallet.default`; empty for the file itself. */
  readonly field: string;
  readonly message: string;
}

type Path = readonly (string | number)[];

export interface ReadFile {
  readonly file: ConfigFile;
  /** Where something stands in the file. */
  whereIs(path: Path): { readonly line: number; readonly column: number };
}

/** Octets of a file. */
export const MOST_OCTETS = 10_000_000;
/** Deeper than anything that is configured. */
const MOST_DEPTH = 40;
/** Words and signs of a file: more than a hundred thousand lines of a configuration. */
const MOST_TOKENS = 1_000_000;
const MOST_FAULTS = 50;

/**
 * Reads a configuration file: YAML 1.2 without anchors, aliases and tags, so that a short file stays a small one.
 * @throws LanyardError `config_file_too_large`; `config_file_invalid` with what is wrong, by line and column
 */
export function readYaml(text: string): ReadFile {
  if (Buffer.byteLength(text) > MOST_OCTETS) throw new LanyardError('config_file_too_large', { most: MOST_OCTETS });
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  refuseExcess(text);
  const document = parsed(text, lines);
  refuse(document.errors.map(({ pos, message }) => ({ ...at(pos[0]), field: '', message: firstLine(message) })));
  refuse(notTaken(document).map(({ offset, message }) => ({ ...at(offset), field: '', message })));
  const whereIs = (path: Path) => at(offsetOf(document, path));
  const read = configFile.safeParse(document.toJS());
  if (!read.success) refuse(read.error.issues.slice(0, MOST_FAULTS).flatMap((issue) => faultsOf(issue, whereIs)));
  return { file: read.data as ConfigFile, whereIs };
}

/** @throws LanyardError `config_file_invalid` where there is any */
export function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new LanyardError('config_file_invalid', { faults: faults.slice(0, MOST_FAULTS) });
}

/** Before the parser, which keeps all of a file in memory and reads what is nested by a call within a call. */
function refuseExcess(text: string): void {
  let [tokens, line, depth, dashes] = [0, 1, 0, 0];
  const refuseHere = (message: string) => refuse([{ line, column: 1, field: '', message }]);
  for (const token of new Lexer().lex(text)) {
    if (++tokens > MOST_TOKENS) throw new LanyardError('config_file_too_large', { mostTokens: MOST_TOKENS });
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    else if (token === '-') dashes++;
    else if (token.includes('\n')) {
      line += token.split('\n').length - 1;
      dashes = 0;
    }
    if (depth > MOST_DEPTH || dashes > MOST_DEPTH) refuseHere(`is nested more than ${MOST_DEPTH} deep`);
  }
}

function parsed(text: string, lineCounter: LineCounter): Document {
  try {
    // Keys are held against each other below: the library compares each with all before it.
    return parseDocument(text, {
      lineCounter,
      uniqueKeys: false,
      prettyErrors: false,
      version: '1.2',
      stringKeys: true,
    });
  } catch (error) {
    // What is nested is read by a call within a call.
    if (error instanceof RangeError) refuse([{ line: 1, column: 1, field: '', message: 'is nested too deep' }]);
    throw error;
  }
}

interface Refused {
  readonly offset: number;
  readonly message: string;
}

function notTaken(document: Document): Refused[] {
  const found: Refused[] = [];
  const note = (node: Node | Pair, message: string) => {
    if (found.length < MOST_FAULTS) found.push({ offset: startOf(node), message });
  };
  visit(document, {
    Alias: (_, node) => note(node, 'is an alias, which this file must not have: write it out'),
    Node: (_, node, path) => {
      if ('anchor' in node && node.anchor) note(node, 'has an anchor, which this file must not have');
      if (path.length > 2 * MOST_DEPTH) note(node, 'is nested too deep');
    },
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name) && isNode(key)) note(key, `"${String(name)}" is there twice`);
        seen.add(name);
      }
    },
  });
  return found;
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function faultsOf({ path, message, keys }: Issue, whereIs: ReadFile['whereIs']): Fault[] {
  const place = path.map((one) => (typeof one === 'number' ? one : String(one)));
  const fault = (at: Path, words: string): Fault => ({ ...whereIs(at), field: at.join('.'), message: words });
  const named = keys?.slice(0, MOST_FAULTS).map((key) => fault([...place, key], 'is not known here'));
  return named ?? [fault(place, message)];
}

/** Of the innermost that is there. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(step));
      if (pair === undefined) return offset;
      offset = startOf(pair.key);
      node = pair.value;
    } else {
      const next: unknown =
        isNode(node) && 'items' in node && Array.isArray(node.items) ? node.items[Number(step)] : null;
      if (!isNode(next)) return offset;
      node = next;
      offset = startOf(next);
    }
  }
  return offset;
}

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);
const firstLine = (text: string): string => text.split('\n')[0] ?? text;
