import { inspect } from 'node:util';
import { relative } from 'node:path';

/** What `node:test` says of one test; only the parts read here. */
export interface TestEvent {
  readonly name: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly skip?: string | boolean | undefined;
  readonly todo?: string | boolean | undefined;
  readonly details: { readonly duration_ms: number; readonly type?: string | undefined; readonly error?: Error };
}

type Write = (line: string) => void;

/** Counts, and tells: a line a file, failures in full where they happen, and at the end what was slow or not run. */
export class Report {
  passed = 0;
  failed = 0;
  skipped = 0;
  readonly #write: Write;
  readonly #root: string;
  readonly #notRun: string[] = [];
  readonly #failures: string[] = [];
  readonly #slow: { title: string; ms: number }[] = [];
  readonly #files = new Map<string, { passed: number; failed: number; ms: number }>();

  constructor(root: string, write: Write) {
    this.#root = root;
    this.#write = write;
  }

  pass(event: TestEvent): void {
    if (event.details.type === 'suite') return;
    if (isSkipped(event)) return this.#skip(event);
    if (isFile(event)) return;
    this.passed++;
    const file = this.#file(event);
    file.passed++;
    file.ms += event.details.duration_ms;
    this.#slow.push({ title: this.#title(event), ms: event.details.duration_ms });
  }

  fail(event: TestEvent): void {
    if (event.details.type === 'suite' && isOnlyChildren(event)) return;
    if (isSkipped(event)) return this.#skip(event);
    this.failed++;
    this.#file(event).failed++;
    const title = this.#title(event);
    this.#failures.push(title);
    this.#write(`✖ ${title}\n${indent(reason(event))}\n`);
  }

  /** A failure that belongs to no single test. */
  broken(what: string): void {
    this.failed++;
    this.#failures.push(what);
    this.#write(`✖ ${what}`);
  }

  /** A suite, or a part of one, that could not run. */
  notRun(what: string, why: string): void {
    this.skipped++;
    this.#notRun.push(`${what}: ${why}`);
  }

  /** Tells a file's line as soon as its last test is in. */
  fileDone(path: string): void {
    const seen = this.#files.get(path);
    this.#files.delete(path);
    if (!seen) return;
    const count = seen.failed ? `${seen.passed} passed, ${seen.failed} failed` : `${seen.passed}`;
    this.#write(`${seen.failed ? '✖' : '✔'} ${relative(this.#root, path)} (${count}, ${Math.round(seen.ms)} ms)`);
  }

  /** Files whose end nobody announced: all of a run in one process. */
  allDone(): void {
    for (const path of [...this.#files.keys()].sort()) this.fileDone(path);
  }

  /** The last line stands alone: other programs read it. */
  close(seconds: number): void {
    const slowest = this.#slow
      .sort((a, b) => b.ms - a.ms)
      .slice(0, 10)
      .filter(({ ms }) => ms > 100);
    if (slowest.length > 0) this.#write('\nslowest tests');
    for (const { title, ms } of slowest) this.#write(`  ${(ms / 1000).toFixed(2).padStart(6)} s  ${title}`);
    if (this.#notRun.length > 0) this.#write('\nnot run');
    for (const line of this.#notRun) this.#write(`  ${line}`);
    if (this.#failures.length > 0) this.#write('\nfailed');
    for (const line of this.#failures) this.#write(`  ${line}`);
    this.#write(`\nin ${seconds.toFixed(1)} s`);
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
    this.#write(`${this.passed} passed, ${this.failed} failed${skipped}`);
  }

  #skip(event: TestEvent): void {
    const why = event.skip ?? event.todo;
    this.notRun(this.#title(event), typeof why === 'string' && why !== '' ? why : 'no reason given');
  }

  #file(event: TestEvent): { passed: number; failed: number; ms: number } {
    const path = event.file ?? event.name;
    const known = this.#files.get(path) ?? { passed: 0, failed: 0, ms: 0 };
    this.#files.set(path, known);
    return known;
  }

  #title(event: TestEvent): string {
    const where =
      event.file === undefined ? '' : ` (${relative(this.#root, event.file)}${event.line ? `:${event.line}` : ''})`;
    return isFile(event) ? relative(this.#root, event.name) : `${event.name}${where}`;
  }
}

function isSkipped(event: TestEvent): boolean {
  return (event.skip !== undefined && event.skip !== false) || (event.todo !== undefined && event.todo !== false);
}

/** With a process for each file the file itself is reported as a test when it holds none, or when it breaks. */
function isFile(event: TestEvent): boolean {
  return event.name.endsWith('.test.ts');
}

/** A suite fails when a test in it failed, which was told already; or by itself, in its hooks. */
function isOnlyChildren(event: TestEvent): boolean {
  const { error } = event.details;
  return error !== undefined && 'failureType' in error && error.failureType === 'subtestsFailed';
}

function reason(event: TestEvent): string {
  const { error } = event.details;
  const cause: unknown = error?.cause ?? error;
  return cause instanceof Error ? inspect(cause, { depth: 4 }) : String(cause);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
