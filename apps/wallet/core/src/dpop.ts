import type { PublicJwk } from '@lanyard/contract';
import { toBase64url, utf8Encode, type Bytes } from '@lanyard/pki';
import type { Clock, KeyStore, RandomBytes } from './ports.ts';

export interface ProofInput {
  readonly method: string;
  /** The full address; query and fragment are left out of the proof (RFC 9449 §4.2). */
  readonly url: string;
  /** The exact body, when the proof must cover one. */
  readonly body?: string;
  /** Names the call, when it changes something. */
  readonly idempotencyKey?: string;
  readonly token?: string;
  readonly nonce?: string;
}

export interface Prover {
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/**
 * A DPoP proof (RFC 9449 §4.2) of the device's signing key.
 *
 * For methods other than GET two claims of our own, `bd` with the SHA-256 of the body and `ik` with the idempotency
 * key, keep a proof that was caught on the way from being sent again with other content or as another call.
 */
export async function makeProof(prover: Prover, input: ProofInput): Promise<string> {
  const { signing } = await prover.keys.publicKeys();
  const { origin, pathname } = new URL(input.url);
  const claims = {
    jti: toBase64url(prover.random(16)),
    htm: input.method,
    htu: origin + pathname,
    iat: Math.floor(prover.clock() / 1000),
    ...(input.nonce === undefined ? {} : { nonce: input.nonce }),
    ...(input.token === undefined ? {} : { ath: await digest(input.token) }),
    ...(input.method === 'GET' ? {} : { bd: await digest(input.body ?? '') }),
    ...(input.idempotencyKey === undefined ? {} : { ik: input.idempotencyKey }),
  };
  const signed = `${encode(headerOf(signing))}.${encode(claims)}`;
  return `${signed}.${toBase64url(await prover.keys.sign(utf8Encode(signed)))}`;
}

const headerOf = (jwk: PublicJwk): object => ({ typ: 'dpop+jwt', alg: 'ES256', jwk });

const encode = (value: object): string => toBase64url(utf8Encode(JSON.stringify(value)));

async function digest(text: string): Promise<string> {
  return toBase64url(await sha256(utf8Encode(text)));
}

export async function sha256(data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data));
}
