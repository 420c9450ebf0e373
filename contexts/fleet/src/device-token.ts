import { LanyardError } from '@lanyard/kernel';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Device } from './device.ts';

const LIFETIME_SECONDS = 600;
const AUDIENCE = 'lanyard device interface';

const tokenClaims = z.object({
  sub: z.uuid(),
  person: z.uuid(),
  epoch: z.number().int(),
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

/** @throws LanyardError `device_token_invalid` */
export async function readToken(key: Uint8Array, token: string, now: Date): Promise<TokenFacts> {
  try {
    const options = {
      algorithms: ['HS256'],
      audience: AUDIENCE,
      typ: 'at+jwt',
      currentDate: now,
      requiredClaims: ['exp'],
    };
    const { payload } = await jwtVerify(token, key, options);
    const { sub, person, epoch, cnf } = tokenClaims.parse(payload);
    return { deviceId: sub, personId: person, epoch, thumbprint: cnf.jkt };
  } catch (error) {
    throw new LanyardError('device_token_invalid', {}, { cause: error });
  }
}
