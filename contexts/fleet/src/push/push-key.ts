import { createECDH } from 'node:crypto';
import type { FleetParts } from '../ports.ts';
import { findPushKey, insertPushKey } from '../pg/push.ts';

/** By which push services know this installation (RFC 8292 §2). */
export interface PushKey {
  /** An uncompressed point of P-256, base64url. */
  readonly publicKey: string;
  /** 32 octets. */
  readonly scalar: Uint8Array;
}

const PURPOSE = 'push key';

/** Made at its first use, by whichever process comes first; from then on it is the same for good. */
export async function pushKey({ db, clock, masterKey, random }: FleetParts): Promise<PushKey> {
  let row = await findPushKey(db.pool);
  if (row === null) {
    const scalar = random.bytes(32);
    const made = createECDH('prime256v1');
    made.setPrivateKey(scalar);
    const key = { public_key: made.getPublicKey(), sealed_scalar: masterKey.seal(PURPOSE, scalar) };
    await insertPushKey(db.pool, key, clock.now());
    row = (await findPushKey(db.pool)) ?? key;
  }
  return {
    publicKey: Buffer.from(row.public_key).toString('base64url'),
    scalar: masterKey.open(PURPOSE, row.sealed_scalar),
  };
}
