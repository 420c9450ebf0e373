import { LanyardError } from '@lanyard/kernel';
import type { PrimaryRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';

const refusals = {
  revoked: 'certificate_revoked',
  on_hold: 'certificate_on_hold',
  expired: 'certificate_expired',
} as const;

/**
 * Nothing is issued under a card that has ended since it was shown. A status that cannot be learned refuses nothing:
 * it was good at the sign-in, minutes ago, and is asked for again seven days after issuing.
 * @throws LanyardError `certificate_revoked`, `certificate_on_hold`, `certificate_expired`
 */
export async function refuseBadPrimary({ clock, primaryStatus }: CredentialsParts, primary: PrimaryRow): Promise<void> {
  if (primary.not_after <= clock.now()) throw new LanyardError('certificate_expired');
  const status = await primaryStatus(new Uint8Array(primary.certificate));
  if (status !== 'good' && status !== 'unknown') throw new LanyardError(refusals[status]);
}
