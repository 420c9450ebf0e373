import { recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { updateCredential } from './pg/credentials.ts';
import type { CredentialRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';

/** Why a credential can be suspended; several may hold at once, and it resumes when none does. */
const holds = ['hold_primary', 'hold_person', 'hold_admin'] as const;
export type Hold = (typeof holds)[number];

export const isHeld = (row: Pick<CredentialRow, Hold>): boolean => holds.some((hold) => row[hold]);

/** Suspends or resumes credentials that the caller has locked; those that already are as they should be stay untouched. */
export async function holdCredentials(
  parts: CredentialsParts,
  tx: Tx,
  rows: readonly CredentialRow[],
  hold: Hold,
  on: boolean,
  actor: Actor,
  reason?: string,
): Promise<void> {
  for (const row of rows) if (row[hold] !== on) await setHold(parts, tx, row, { hold, on, actor, reason });
}

async function setHold(
  { clock, fleet, issuer }: CredentialsParts,
  tx: Tx,
  row: CredentialRow,
  { hold, on, actor, reason }: { hold: Hold; on: boolean; actor: Actor; reason?: string | undefined },
): Promise<void> {
  const held = isHeld({ ...row, [hold]: on });
  const before = isHeld(row);
  await updateCredential(tx, row.id, {
    [hold]: on,
    ...(row.state === 'issuing' ? {} : { state: held ? 'suspended' : 'active' }),
  });
  if (held !== before)
    await (held ? issuer.suspend(tx, { credentialId: row.id }) : issuer.resume(tx, { credentialId: row.id }));
  await fleet.touch(tx, { deviceId: row.device_id });
  const whose = { personId: row.person_id, deviceId: row.device_id, object: row.id };
  await recordAudit(
    tx,
    {
      act: held ? 'credential.suspended' : 'credential.resumed',
      outcome: 'done',
      actor,
      ...whose,
      details: { hold, on, ...(reason === undefined ? {} : { reason }) },
    },
    clock.now(),
  );
}
