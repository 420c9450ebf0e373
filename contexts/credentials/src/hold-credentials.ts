import { recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { updateCredential } from './pg/credentials.ts';
import type { CredentialRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';

/** Why a credential can be suspended; both may hold at once, and it resumes when neither does. */
export type Hold = 'hold_primary' | 'hold_person';

/** Suspends or resumes credentials that the caller has locked; those that already are as they should be stay untouched. */
export async function holdCredentials(
  parts: CredentialsParts,
  tx: Tx,
  rows: readonly CredentialRow[],
  hold: Hold,
  on: boolean,
  actor: Actor,
): Promise<void> {
  for (const row of rows) if (row[hold] !== on) await setHold(parts, tx, row, hold, on, actor);
}

async function setHold(
  { clock, fleet, issuer }: CredentialsParts,
  tx: Tx,
  row: CredentialRow,
  hold: Hold,
  on: boolean,
  actor: Actor,
): Promise<void> {
  const other = hold === 'hold_primary' ? row.hold_person : row.hold_primary;
  const held = on || other;
  const before = row.hold_primary || row.hold_person;
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
      details: { hold, on },
    },
    clock.now(),
  );
}
