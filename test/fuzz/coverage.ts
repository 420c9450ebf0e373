import { type Profiler, Session } from 'node:inspector';

/** Which characters of the sources have ever run, by the precise coverage of the V8 inspector. */
export class Coverage {
  readonly #session = new Session();
  readonly #ran = new Map<string, Uint8Array>();
  readonly #watched: string;

  /** @param watched part of the URL of the files that count */
  constructor(watched: string) {
    this.#watched = watched;
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How many characters ran since the last question that had never run before; from now on they have. */
  learn(): number {
    return this.#count((ran, at) => void (ran[at] = 1));
  }

  /** The same, without learning it: to ask again, input by input. */
  peek(): number {
    return this.#count(() => undefined);
  }

  #count(atFresh: (ran: Uint8Array, at: number) => void): number {
    let fresh = 0;
    for (const { url, functions } of this.#take()) {
      const now = painted(functions);
      const ran = widened(this.#ran.get(url), now.length);
      this.#ran.set(url, ran);
      for (let at = 0; at < now.length; at++) {
        if (now[at] !== 1 || ran[at] === 1) continue;
        atFresh(ran, at);
        fresh++;
      }
    }
    return fresh;
  }

  /** All characters that ever ran. */
  get total(): number {
    let total = 0;
    for (const ran of this.#ran.values()) for (const flag of ran) total += flag;
    return total;
  }

  /** An in-process session answers before `post` returns. */
  #take(): Profiler.ScriptCoverage[] {
    let result: Profiler.ScriptCoverage[] = [];
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error !== null) throw error;
      result = answer.result.filter(({ url }) => url.includes(this.#watched));
    });
    return result;
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

function widened(flags: Uint8Array = new Uint8Array(0), length: number): Uint8Array {
  if (flags.length >= length) return flags;
  const wider = new Uint8Array(length);
  wider.set(flags);
  return wider;
}
