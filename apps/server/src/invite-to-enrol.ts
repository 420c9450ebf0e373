import type { EnrolmentInvitation, EnrolmentSpec } from '@lanyard/issuer';
import type { Actor } from '@lanyard/kernel';
import { nameFrom } from '@lanyard/pki';
import type { OpenContexts } from './contexts.ts';

export type EnrolmentOrder = Pick<
  EnrolmentSpec,
  'protocol' | 'profile' | 'authority' | 'deviceId' | 'certificateDays' | 'validMinutes'
>;

const SETTING_OF = {
  'derived-authentication': 'authentication',
  signature: 'signing',
  'key-management': 'encryption',
} as const;

/**
 * Invites a provider app or an operating system to enrol for a person: names come from the directory, policies from
 * the setting for derived credentials.
 * @throws Error when nobody has the user name, or the person is not active
 */
export async function inviteToEnrol(
  { db, directory, issuer, config }: OpenContexts,
  userName: string,
  order: EnrolmentOrder,
  by: Actor,
): Promise<EnrolmentInvitation> {
  const person = await directory.personByUserName(userName);
  if (!person) throw new Error(`nobody is called ${userName}: "lanyard person list" shows everybody`);
  if (person.state !== 'active') throw new Error(`${userName} is ${person.state} and gets no certificates`);
  const { policies } = (await directory.setting(person.id, 'derived_credential')).value;
  const subject = nameFrom([
    { type: 'C', value: 'US' },
    { type: 'O', value: config.organisation },
    { type: 'CN', value: person.displayName },
  ]);
  const spec = {
    ...order,
    subject,
    upn: person.upn,
    email: person.email,
    policies: policies[SETTING_OF[order.profile]],
    personId: person.id,
  };
  return await db.tx((tx) => issuer.enrolments.invite(tx, spec, by));
}
