import { hashSecret, oneTimeSecret, type Tx } from '@lanyard/kernel';
import type { NewRegistrationPin } from './fleet.ts';
import { endOpenPins, insertPin } from './pg/registration-pins.ts';
import type { FleetParts } from './ports.ts';

/** @returns the PIN: only its hash is kept */
export async function issueRegistrationPin(
  { clock, random }: FleetParts,
  tx: Tx,
  input: NewRegistrationPin,
): Promise<string> {
  const pin = oneTimeSecret(input.length, random);
  const hash = await hashSecret(pin, random);
  await endOpenPins(tx, { personId: input.personId }, 'superseded');
  await insertPin(tx, {
    id: random.uuid(),
    person_id: input.personId,
    request_id: input.requestId,
    hash,
    state: 'open',
    created_at: clock.now(),
    expires_at: input.expiresAt,
    used_at: null,
    device_id: null,
  });
  return pin;
}
