import { PkiError } from '../errors.ts';

/** One derivation that asks for more would hold a thread for many seconds. */
export const MAX_ITERATIONS = 1_000_000;
/** And a file may ask for a thousand derivations: this many rounds take some seconds, and no store writes so many. */
const MAX_ROUNDS = 4_000_000;

/** Counts what opening one file costs, in rounds of its hash. */
export class Effort {
  #left = MAX_ROUNDS;

  /** @throws PkiError `pkcs12_effort` for a file that asks for too much, before the work is done */
  spend(rounds: number): void {
    this.#left -= rounds;
    if (this.#left < 0) throw new PkiError('pkcs12_effort', `more than ${MAX_ROUNDS} rounds of derivation`);
  }
}
