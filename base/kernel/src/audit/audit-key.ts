import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import type { Queryable } from '../db.ts';
import type { MasterKey } from '../secrets/master-key.ts';

/** The Ed25519 key that signs checkpoints: its own, so that an auditor trusts nothing else. */
export interface AuditKey {
  /** SPKI, PEM: what an auditor pins. */
  readonly publicKey: string;
  sign(statement: string): Uint8Array;
}

const NAME = 'audit key';

/** Opens the installation's audit key, or makes it: of two first starts one wins and both use it. */
export async function loadAuditKey(on: Queryable, master: MasterKey): Promise<AuditKey> {
  const fresh = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' });
  await sql`insert into kernel.sealed_secret (name, sealed) values (${NAME}, ${Buffer.from(master.seal(NAME, fresh))}) on conflict do nothing`.execute(
    on,
  );
  const { rows } = await sql<{ sealed: Buffer }>`select sealed from kernel.sealed_secret where name = ${NAME}`.execute(
    on,
  );
  const sealed = rows[0]?.sealed;
  if (!sealed) throw new Error('the audit key is missing');
  const key: KeyObject = createPrivateKey({
    key: Buffer.from(master.open(NAME, sealed)),
    type: 'pkcs8',
    format: 'der',
  });
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    sign: (statement) => sign(null, Buffer.from(statement), key),
  };
}

/** @param publicKey SPKI, PEM */
export function verifyCheckpoint(publicKey: string, statement: string, signature: Uint8Array): boolean {
  return verify(null, Buffer.from(statement), createPublicKey(publicKey), signature);
}
