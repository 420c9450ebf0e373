import { parseSync, Visitor } from 'oxc-parser';

export interface Title {
  readonly ids: readonly string[];
  readonly text: string;
  readonly file: string;
}

const TESTS = new Set(['test', 'it']);
const IDS = /^((?:[A-Z]{3}-\d{3}[,\s]+)+)/;

/** The titles of a test file that begin with requirement ids; tests that are skipped by writing prove nothing. */
export function readTitles(file: string, source: string): Title[] {
  const titles: Title[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: [first] }) => {
      if (!isTest(callee)) return;
      const text = titleOf(first);
      const ids = IDS.exec(text)?.[1]?.match(/[A-Z]{3}-\d{3}/g);
      if (ids) titles.push({ ids, text: text.replace(IDS, ''), file });
    },
  }).visit(parseSync(file, source).program);
  return titles;
}

/** `test(…)`, `it(…)`, or `t.test(…)` of a sub-test. */
function isTest(callee: { type: string; name?: unknown; property?: { type: string; name?: unknown } }): boolean {
  const name = callee.type === 'MemberExpression' ? callee.property?.name : callee.name;
  return typeof name === 'string' && TESTS.has(name);
}

/** Text of a string or template; what a template fills in shows as …. */
function titleOf(
  node: { type: string; value?: unknown; quasis?: readonly { value: { cooked?: string | null } }[] } | undefined,
): string {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  return node?.quasis?.map(({ value }) => value.cooked ?? '').join('…') ?? '';
}
