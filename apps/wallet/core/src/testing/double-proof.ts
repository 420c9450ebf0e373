import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JWK } from 'jose';
import { toBase64url, utf8Encode } from '@lanyard/pki';
import { sha256 } from '../dpop.ts';
import { Refusal, type DoubleCall, type DoubleState } from './double-state.ts';

const WITHOUT_TOKEN = new Set(['/device/registrations', '/device/token']);

/** Checks a proof by another library than the one that made it (RFC 9449 §4.3). */
export async function checkProof(state: DoubleState, call: DoubleCall): Promise<void> {
  const proof = call.headers['DPoP'] ?? '';
  const { jwk } = decodeProtectedHeader(proof);
  // The library's header type is looser than the key it then checks.
  const keys = createLocalJWKSet({ keys: [jwk as JWK] });
  const { payload } = await jwtVerify(proof, keys, { typ: 'dpop+jwt', currentDate: new Date(state.now()) });
  if (payload['nonce'] !== state.nonce) throw new Refusal('device_nonce_required');
  if (call.method !== 'GET') {
    if (payload['bd'] !== (await digest(call.body ?? ''))) throw new Refusal('device_body_unsigned');
    if (call.headers['Idempotency-Key'] === undefined) throw new Refusal('idempotency_key_required');
  }
  if (WITHOUT_TOKEN.has(call.path)) return;
  const named = state.token !== '' && call.headers['Authorization'] === `DPoP ${state.token}`;
  if (!named) throw new Refusal('device_token_invalid');
  if (payload['ath'] !== (await digest(state.token)) || jwk?.x !== state.keys?.signing.x) {
    throw new Refusal('device_proof_invalid');
  }
}

const digest = async (text: string): Promise<string> => toBase64url(await sha256(utf8Encode(text)));
