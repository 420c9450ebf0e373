import { globSync } from 'node:fs';
import { join } from 'node:path';

export interface Suite {
  readonly name: 'unit' | 'db' | 'conformance' | 'e2e';
  readonly suffix: string;
  /** One process for all files, or one for each. */
  readonly isolation: 'none' | 'process';
  readonly concurrency: number;
  /** Whether its tests ask for databases, so that one server is started for all of them. */
  readonly database: boolean;
  /** Whether its tests start the server, which serves the built front ends. */
  readonly frontEnds: boolean;
  /** Milliseconds after which a single test has failed. */
  readonly timeout: number;
}

/** In the order they run: the fast ones tell first. */
export const SUITES: readonly Suite[] = [
  {
    name: 'unit',
    suffix: '.test.ts',
    isolation: 'none',
    concurrency: 1,
    database: false,
    frontEnds: false,
    timeout: 60_000,
  },
  {
    name: 'db',
    suffix: '.db.test.ts',
    isolation: 'process',
    concurrency: 3,
    database: true,
    frontEnds: false,
    timeout: 120_000,
  },
  {
    name: 'conformance',
    suffix: '.conformance.test.ts',
    isolation: 'process',
    concurrency: 1,
    database: false,
    frontEnds: true,
    timeout: 240_000,
  },
  {
    name: 'e2e',
    suffix: '.e2e.test.ts',
    isolation: 'process',
    concurrency: 2,
    database: true,
    frontEnds: true,
    timeout: 240_000,
  },
];

export interface Selection {
  readonly suites: readonly Suite[];
  /** Parts of file paths; none means all files. */
  readonly paths: readonly string[];
  /** Patterns of test names, as given after `--`. */
  readonly names: readonly string[];
}

export function readArguments(args: readonly string[]): Selection {
  const end = args.indexOf('--');
  const words = end < 0 ? args : args.slice(0, end);
  const named = SUITES.filter((suite) => words.includes(suite.name));
  return {
    suites: named.length > 0 ? named : SUITES,
    paths: words.filter((word) => !SUITES.some((suite) => suite.name === word)),
    names: end < 0 ? [] : args.slice(end + 1),
  };
}

export function filesOf(suite: Suite, root: string, paths: readonly string[]): string[] {
  return ['apps', 'contexts', 'base', 'pure', 'scripts', 'test']
    .flatMap((floor) =>
      globSync(`**/*${suite.suffix}`, { cwd: join(root, floor), exclude: isBuilt }).map((file) => join(floor, file)),
    )
    .filter((file) => suiteOf(file) === suite)
    .filter((file) => paths.length === 0 || paths.some((part) => file.includes(part)))
    .sort();
}

/** `x.db.test.ts` ends in `.test.ts` too: the longest suffix counts. */
export function suiteOf(file: string): Suite | undefined {
  return SUITES.filter((suite) => file.endsWith(suite.suffix)).sort((a, b) => b.suffix.length - a.suffix.length)[0];
}

function isBuilt(path: string): boolean {
  return /(^|\/)(node_modules|dist)$/.test(path);
}
