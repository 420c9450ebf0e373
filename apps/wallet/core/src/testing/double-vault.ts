import { toBase64 } from '@lanyard/pki';
import { Refusal, type DoubleCall, type DoubleState } from './double-state.ts';

const TRIES = 10;

/** Asking costs nothing. */
export function triesLeft({ shares }: DoubleState, way: string): object {
  const row = shares.get(way);
  if (row === undefined) throw new Refusal('vault_way_unknown');
  return { tries: row.tries };
}

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

/** What the portal would answer to any challenge of the double. */
export const RESPONSE = '8A310C77DE45F902';

/** A challenge that takes one response, once, and five wrong ones. */
export function answerUnblock(state: DoubleState, method: string, input: DoubleCall['input']): object {
  if (method === 'POST') {
    state.unblockTries = 5;
    const expiresAt = new Date(state.now() + 1_800_000).toISOString();
    const credentialId = '22222222-2222-4222-8222-222222222222';
    return { challenge: 'A1B2C3D4E5F6', credentialId, credentialName: 'Phone of Alice', expiresAt, tries: 5 };
  }
  if (state.unblockTries === undefined) throw new Refusal('unblock_expired');
  if (state.unblockTries === 0) throw new Refusal('unblock_ended');
  if (input['response'] !== RESPONSE) {
    state.unblockTries -= 1;
    const left = state.unblockTries;
    throw left > 0 ? new Refusal('unblock_response_wrong', { triesLeft: left }) : new Refusal('unblock_ended');
  }
  state.unblockTries = undefined;
  const share = toBase64(crypto.getRandomValues(new Uint8Array(32)));
  state.shares.set('pin', { verifier: String(input['verifier']), share, tries: TRIES });
  return { share, tries: TRIES };
}
