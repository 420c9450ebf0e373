import { LanyardError, verifySecret, wasteVerify } from '@lanyard/kernel';
import type { DirectoryPerson, FleetParts } from './ports.ts';
import { findNewestPins, type RegistrationPin } from './pg/registration-pins.ts';

/** The newest PIN, and the one before it, so that its holder learns that it was superseded. */
const COMPARED = 2;
const NOBODY = '00000000-0000-0000-0000-000000000000';

export interface FoundPin {
  readonly person: DirectoryPerson;
  readonly pin: RegistrationPin;
  /** The person has been given another since. */
  readonly newer: boolean;
}

/**
 * Finds whose PIN was typed. An unknown user name costs the same time and gives the same error as a wrong PIN:
 * the same number of hashes is made whatever is found.
 * @throws LanyardError `registration_refused`
 */
export async function findRegistrationPin(
  { db, directory }: FleetParts,
  userName: string,
  typed: string,
): Promise<FoundPin> {
  const person = await directory.personByUserName(userName);
  const pins = await findNewestPins(db.pool, person?.id ?? NOBODY, COMPARED);
  let found: RegistrationPin | undefined;
  for (let i = 0; i < COMPARED; i++) {
    const pin = pins[i];
    const right = await (pin === undefined ? wasteVerify(typed) : verifySecret(typed, pin.hash));
    if (right) found ??= pin;
  }
  if (person === null || found === undefined) throw new LanyardError('registration_refused');
  return { person, pin: found, newer: found !== pins[0] };
}
