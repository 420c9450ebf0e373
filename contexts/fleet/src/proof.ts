import { createHash, verify } from 'node:crypto';
import { publicJwk, type PublicJwk } from '@lanyard/contract';
import { equalSecret, LanyardError } from '@lanyard/kernel';
import { z } from 'zod';
import { openDeviceKey, thumbprintOf } from './device-key.ts';

const MAX_PROOF = 4_096;
/** The nonce tells how fresh a proof is; this only refuses a clock that is plainly wrong. */
const IAT_WINDOW_SECONDS = 300;

// RFC 9449 §4.2; a wallet may add members that say how its key is used, but never the private one.
const header = z.object({
  typ: z.literal('dpop+jwt'),
  alg: z.literal('ES256'),
  jwk: z.looseObject({ d: z.never().optional() }),
});
const claims = z.object({
  jti: z.string().min(8).max(100),
  htm: z.string().max(10),
  htu: z.string().max(2_000),
  iat: z.number(),
  nonce: z.string().max(100).optional(),
  ath: z.string().max(100).optional(),
  /** base64url of SHA-256 of the body's octets. */
  bd: z.string().max(100).optional(),
  /** The idempotency key, so that a call that was caught cannot be made anew under another. */
  ik: z.string().max(100).optional(),
});
type Claims = z.infer<typeof claims>;

export interface ExpectedProof {
  readonly method: string;
  /** Of the request, without its query. */
  readonly path: string;
  readonly origins: readonly string[];
  readonly now: Date;
  readonly isNonce: (nonce: string) => boolean;
  /** SHA-256 of the body's octets; null where the body need not be covered (GET). */
  readonly bodyDigest: Uint8Array | null;
  /** As the header has it; null where there is none. */
  readonly idempotencyKey: string | null;
  /** The token that the proof must name; null for calls without one. */
  readonly token: string | null;
  /** The key that it must be made with. */
  readonly thumbprint: string;
}

/**
 * Checks a DPoP proof in the order of RFC 9449 §4.3, and that it covers the body.
 * @throws LanyardError `device_proof_invalid` with the check that failed, `device_nonce_required`, `device_body_unsigned`
 */
export function checkProof(proof: string | undefined, expected: ExpectedProof): void {
  if (proof === undefined || proof.length > MAX_PROOF) refuse('form');
  const { jwk, body, signed, signature } = takeApart(proof);
  if (!equalSecret(thumbprintOf(jwk), expected.thumbprint)) refuse('key');
  const key = openDeviceKey(jwk);
  if (key === null || !verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature)) refuse('signature');
  if (body.htm !== expected.method) refuse('htm');
  if (!isHere(body.htu, expected)) refuse('htu');
  if (body.nonce === undefined || !expected.isNonce(body.nonce)) throw new LanyardError('device_nonce_required');
  const now = expected.now.getTime() / 1_000;
  if (Math.abs(body.iat - now) > IAT_WINDOW_SECONDS) refuse('iat', { serverTime: expected.now.toISOString() });
  if (expected.token !== null && body.ath !== digestOf(expected.token)) refuse('ath');
  if (expected.idempotencyKey !== null && body.ik !== expected.idempotencyKey) refuse('ik');
  if (expected.bodyDigest !== null && body.bd !== Buffer.from(expected.bodyDigest).toString('base64url'))
    throw new LanyardError('device_body_unsigned');
}

function takeApart(proof: string): { jwk: PublicJwk; body: Claims; signed: Buffer; signature: Buffer } {
  const parts = proof.split('.');
  const [first = '', second = '', third = ''] = parts;
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+$/.test(part))) refuse('form');
  const head = header.safeParse(parse(first));
  const body = claims.safeParse(parse(second));
  if (!head.success || !body.success) refuse('form');
  const { kty, crv, x, y } = head.data.jwk;
  const jwk = publicJwk.safeParse({ kty, crv, x, y });
  const signature = Buffer.from(third, 'base64url');
  if (!jwk.success || signature.length !== 64) refuse('form');
  return { jwk: jwk.data, body: body.data, signed: Buffer.from(`${first}.${second}`), signature };
}

function parse(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** RFC 9449 §4.3 (9): without query and fragment, compared after URL normalisation. */
function isHere(htu: string, { origins, path }: ExpectedProof): boolean {
  if (!URL.canParse(htu)) return false;
  const url = new URL(htu);
  return url.search === '' && url.hash === '' && url.pathname === path && origins.includes(url.origin);
}

const digestOf = (token: string): string => createHash('sha256').update(token, 'ascii').digest('base64url');

function refuse(check: string, details: Readonly<Record<string, unknown>> = {}): never {
  throw new LanyardError('device_proof_invalid', { check, ...details });
}
