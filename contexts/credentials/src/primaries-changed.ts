import type { Tx } from '@lanyard/kernel';
import { hastenPrimaries } from './pg/primaries.ts';
import type { CredentialsParts } from './ports.ts';

export const RECHECK_NOW = 'credentials.recheck-now';

/**
 * Somebody who knows says that the status of card certificates changed: they are checked at once, not at their time.
 * What is believed is the issuer's CRL and OCSP, not the caller.
 * @param sha256s of the certificates, lower-case hexadecimal
 */
export async function primariesChanged(
  { clock, outbox }: CredentialsParts,
  tx: Tx,
  sha256s: readonly string[],
): Promise<void> {
  if (sha256s.length === 0) return;
  if ((await hastenPrimaries(tx, sha256s, clock.now())) > 0) await outbox.send(tx, RECHECK_NOW, {});
}
