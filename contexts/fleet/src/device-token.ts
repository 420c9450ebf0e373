import { createHash, webcrypto } from 'node:crypto';
import { LanyardError } from '@lanyard/kernel';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Device } from './device.ts';

const LIFETIME_SECONDS = 600;
const REMEMBERED = 4_096;
const AUDIENCE = 'lanyard device interface';

const tokenClaims = z.object({
  sub: z.uuid(),
  person: z.uuid(),
  epoch: z.number().int(),
  exp: z.number().int(),
  cnf: z.object({ jkt: z.string() }),
});

export interface TokenFacts {
  readonly deviceId: string;
  readonly personId: string;
  readonly epoch: number;
  /** Of the only key that may use the token (RFC 9449 §6.1). */
  readonly thumbprint: string;
}

/** @param key 32 octets @returns a token of ten minutes, useless without the device's key */
export async function makeToken(
  key: Uint8Array,
  { id, personId, epoch, thumbprint }: TokenDevice,
  now: Date,
): Promise<{ token: string; expiresIn: number }> {
  const at = Math.floor(now.getTime() / 1_000);
  const token = await new SignJWT({ person: personId, epoch, cnf: { jkt: thumbprint } })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setSubject(id)
    .setAudience(AUDIENCE)
    .setIssuedAt(at)
    .setExpirationTime(at + LIFETIME_SECONDS)
    .sign(key);
  return { token, expiresIn: LIFETIME_SECONDS };
}

type TokenDevice = Pick<Device, 'id' | 'personId' | 'epoch' | 'thumbprint'>;

export type ReadToken = (token: string, now: Date) => Promise<TokenFacts>;

interface Read {
  readonly facts: TokenFacts;
  readonly expiresAt: Date;
}

/**
 * A device calls several times with one token, whose MAC is checked at the first. Whether the device still is what the
 * token says is for the caller to ask, every time.
 * @param key 32 octets
 * @returns a function that throws LanyardError `device_token_invalid`
 */
export function tokenReader(key: Uint8Array): ReadToken {
  const imported = webcrypto.subtle.importKey('raw', new Uint8Array(key), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ]);
  const known = new Map<string, Read>();
  return async (token, now) => {
    const name = createHash('sha256').update(token).digest('base64url');
    const seen = known.get(name);
    if (seen !== undefined && now < seen.expiresAt) return seen.facts;
    const read = await readToken(await imported, token, now);
    const oldest = known.size >= REMEMBERED ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(name, read);
    return read.facts;
  };
}

async function readToken(key: webcrypto.CryptoKey, token: string, now: Date): Promise<Read> {
  try {
    const options = {
      algorithms: ['HS256'],
      audience: AUDIENCE,
      typ: 'at+jwt',
      currentDate: now,
      requiredClaims: ['exp'],
    };
    const { payload } = await jwtVerify(token, key, options);
    const { sub, person, epoch, cnf, exp } = tokenClaims.parse(payload);
    const facts = { deviceId: sub, personId: person, epoch, thumbprint: cnf.jkt };
    return { facts, expiresAt: new Date(exp * 1_000) };
  } catch (error) {
    throw new LanyardError('device_token_invalid', {}, { cause: error });
  }
}
