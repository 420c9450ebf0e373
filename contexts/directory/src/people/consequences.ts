import type { Consequence, PersonChange, PersonState } from '@lanyard/contract';
import type { PersonRecord } from '../pg/person-records.ts';
import type { Belongings } from '../ports.ts';
import { isManaged } from './change-person.ts';

const of = (code: string, text: string, count: number): Consequence => ({ code, text, count });

/** What another state does to what hangs on a person. */
export function stateConsequences(before: PersonState, after: PersonState, has: Belongings): Consequence[] {
  if (before === after) return [];
  const found: Consequence[] = [];
  if (after !== 'active') found.push(of('sessions_end', 'Signed-in browsers are signed out.', 1));
  if (after === 'suspended' && has.credentials > 0)
    found.push(
      of(
        'credentials_suspended',
        'Derived credentials stop working until the person is active again.',
        has.credentials,
      ),
    );
  if (after === 'terminated' && has.credentials > 0)
    found.push(of('credentials_revoked', 'Derived credentials are revoked, and do not come back.', has.credentials));
  if (after !== 'active' && has.devices > 0)
    found.push(
      of('devices_locked_out', 'Devices lose what their credentials opened at the next check-in.', has.devices),
    );
  if (before === 'suspended' && after === 'active' && has.credentials > 0)
    found.push(of('credentials_resumed', 'Suspended derived credentials work again.', has.credentials));
  if (before === 'terminated' && after === 'active')
    found.push(
      of('credentials_not_restored', 'What was revoked stays revoked: a new derived credential is needed.', 0),
    );
  return found;
}

/** What another UPN, user name or address means. */
export function changeConsequences(before: PersonRecord, change: PersonChange, has: Belongings): Consequence[] {
  const found: Consequence[] = [];
  const another = (value: string | undefined, now: string) => value !== undefined && value !== now;
  if (another(change.upn, before.upn)) {
    found.push(of('cards_no_longer_match', 'Smart cards with the old UPN no longer sign this person in.', 1));
    if (has.credentials > 0)
      found.push(
        of(
          'credentials_keep_old_names',
          'Derived credentials keep the old names until they are renewed.',
          has.credentials,
        ),
      );
  }
  if (another(change.userName, before.user_name))
    found.push(
      of('registration_name', 'New devices register under the new user name; registered ones stay.', has.devices),
    );
  if (another(change.email, before.email))
    found.push(
      of('notices_go_elsewhere', 'Notices go to the new address; certificates keep the old one.', has.credentials),
    );
  if (isManaged(before) && change.takeOver === true)
    found.push(of('source_lets_go', 'The source no longer keeps this person up to date.', 1));
  return found;
}
