import { type Coverage, Reached } from './coverage.ts';
import type { Decoder } from './decoders.ts';
import { mutate } from './mutate.ts';
import type { Chance } from './random.ts';
import { flawOf } from './trial.ts';

/** Inputs between two looks at the coverage, which cost as much as some of them. */
const BATCH = 100;
const EMPTY = new Uint8Array(0);

/** What a hunt tells whoever keeps its prey. */
export interface Hunter {
  readonly coverage: Coverage;
  readonly chance: Chance;
  /** An input reached code of its decoder that no other had reached. */
  useful(decoder: string, octets: Uint8Array): void;
  /** A decoder took an input as it must not. */
  flaw(decoder: string, octets: Uint8Array, what: string): void;
}

/** Changes inputs of one decoder, and goes on from those that reached new code. */
export class Hunt {
  readonly decoder: Decoder;
  readonly #hunter: Hunter;
  readonly #inputs: Uint8Array[];
  readonly #reached = new Reached();
  #tried = 0;

  private constructor(decoder: Decoder, inputs: readonly Uint8Array[], hunter: Hunter) {
    this.decoder = decoder;
    this.#inputs = [...inputs];
    this.#hunter = hunter;
  }

  /** @param more inputs of earlier hunts, besides the decoder's own samples */
  static async begin(decoder: Decoder, more: readonly Uint8Array[], hunter: Hunter): Promise<Hunt> {
    const hunt = new Hunt(decoder, [...decoder.seeds, ...more], hunter);
    hunter.coverage.take();
    for (const octets of hunt.#inputs) await hunt.#tryOut(octets);
    hunt.#reached.add(hunter.coverage.take());
    return hunt;
  }

  get summary(): string {
    const { name } = this.decoder;
    const [tried, kept] = [String(this.#tried).padStart(9), String(this.#inputs.length).padStart(5)];
    return `${name.padEnd(16)}${tried} inputs, ${kept} worth changing, ${this.#reached.total} characters of code`;
  }

  /** Tries a batch. Where it reached new code, its inputs run once more, one by one, to see which of them it was. */
  async round(): Promise<void> {
    const { coverage } = this.#hunter;
    const batch = Array.from({ length: BATCH }, () => this.#next());
    coverage.take();
    for (const octets of batch) await this.#tryOut(octets);
    this.#tried += batch.length;
    if (!this.#reached.isNew(coverage.take())) return;
    for (const octets of batch) {
      await this.#tryOut(octets);
      this.#learn(octets);
    }
  }

  #learn(octets: Uint8Array): void {
    const ran = this.#hunter.coverage.take();
    if (!this.#reached.isNew(ran)) return;
    this.#reached.add(ran);
    this.#inputs.push(octets);
    this.#hunter.useful(this.decoder.name, octets);
  }

  /** Newer inputs reach further, so every second change begins at one of them. */
  #next(): Uint8Array {
    const { chance } = this.#hunter;
    const recent = chance.below(2) === 0 ? this.#inputs.slice(-8) : this.#inputs;
    return mutate(chance.pick(recent) ?? EMPTY, chance, chance.pick(this.#inputs) ?? EMPTY);
  }

  async #tryOut(octets: Uint8Array): Promise<void> {
    const what = await flawOf(this.decoder, octets);
    if (what !== undefined) this.#hunter.flaw(this.decoder.name, octets, what);
  }
}
