import { type Profiler, Session } from 'node:inspector';

/** For each file: which of its characters ran. */
export type Ran = ReadonlyMap<string, Uint8Array>;

/** The precise coverage of the V8 inspector, for the files of one folder. */
export class Coverage {
  readonly #session = new Session();
  readonly #watched: string;

  /** @param watched part of the URL of the files that count */
  constructor(watched: string) {
    this.#watched = watched;
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** What ran since the last call. */
  take(): Ran {
    let scripts: Profiler.ScriptCoverage[] = [];
    // An in-process session answers before `post` returns.
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error !== null) throw error;
      scripts = answer.result.filter(({ url }) => url.includes(this.#watched));
    });
    return new Map(scripts.map(({ url, functions }) => [url, painted(functions)]));
  }
}

/** Functions hold functions, and ranges hold ranges: the innermost decides, and it comes last. */
function painted(functions: readonly Profiler.FunctionCoverage[]): Uint8Array {
  const ranges = functions
    .flatMap((f) => f.ranges)
    .sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const flags = new Uint8Array(ranges.reduce((end, range) => Math.max(end, range.endOffset), 0));
  for (const { startOffset, endOffset, count } of ranges) flags.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return flags;
}

/** All that ever ran for one decoder. */
export class Reached {
  readonly #files = new Map<string, Uint8Array>();

  /** Whether anything ran that had never run before. */
  isNew(ran: Ran): boolean {
    return [...ran].some(([url, flags]) => {
      const known = this.#files.get(url);
      return flags.some((flag, at) => flag === 1 && known?.[at] !== 1);
    });
  }

  add(ran: Ran): void {
    for (const [url, flags] of ran) {
      const known = this.#files.get(url) ?? new Uint8Array(0);
      const joined = new Uint8Array(Math.max(known.length, flags.length));
      joined.set(known);
      for (const [at, flag] of flags.entries()) if (flag === 1) joined[at] = 1;
      this.#files.set(url, joined);
    }
  }

  /** In characters of source. */
  get total(): number {
    return [...this.#files.values()].reduce((sum, flags) => sum + flags.reduce((count, flag) => count + flag, 0), 0);
  }
}
