import { toBase64 } from '@lanyard/pki';
import { Refusal, type DoubleCall, type DoubleState } from './double-state.ts';

const TRIES = 10;

/** The server's half of the vault: a share for the right verifier, and a count that ends at nought. */
export function answerVault({ shares }: DoubleState, way: string, verb: string, input: DoubleCall['input']): object {
  const row = shares.get(way);
  const opening = verb === 'open';
  if (opening && row === undefined) throw new Refusal('vault_way_unknown');
  if (row !== undefined) {
    if (row.tries <= 0) throw new Refusal('vault_destroyed', { triesLeft: 0 });
    const given = opening ? input['verifier'] : input['current'];
    if (given === undefined) throw new Refusal('vault_way_exists');
    if (given !== row.verifier) {
      row.tries -= 1;
      throw new Refusal(row.tries > 0 ? 'vault_secret_wrong' : 'vault_destroyed', { triesLeft: row.tries });
    }
    row.tries = TRIES;
  }
  if (!opening) {
    const share = toBase64(crypto.getRandomValues(new Uint8Array(32)));
    shares.set(way, { verifier: String(input['verifier']), share, tries: TRIES });
  }
  return { share: shares.get(way)?.share, tries: TRIES };
}
