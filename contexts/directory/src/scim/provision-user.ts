import type { PersonFacts } from '@lanyard/contract';
import { LanyardError, recordAudit, requireVersion, type Actor, type AdminCaller, type Tx } from '@lanyard/kernel';
import { lockAdministrators } from '../pg/administrators.ts';
import { insertPerson } from '../pg/people.ts';
import { lockPersonRecord, setProvenance, updatePersonFacts, type PersonRecord } from '../pg/person-records.ts';
import { findEndedUser } from '../pg/scim-lists.ts';
import { requireAnotherAdministrator, requireAppointing, requireAuthorityOver } from '../people/authority-over.ts';
import { changedFields, recordChange } from '../people/change-person.ts';
import { factsOf } from '../people/person-view.ts';
import { sayingWhatIsTaken } from '../people/taken.ts';
import type { DirectoryPorts } from '../ports.ts';
import { SETTING_CHANGED } from '../settings/note-change.ts';
import { setPersonState } from '../set-person-state.ts';
import { ScimError } from './scim-error.ts';
import type { UserInput } from './user-resource.ts';

/** Who provisions: an identity provider, by the token of a person. */
export interface Provisioner {
  readonly caller: AdminCaller;
  readonly by: Actor;
}

const REASON = 'by the identity provider';

/**
 * Adds a person. Somebody whom the identity provider had deleted comes back as who they were: what was revoked stays so.
 * @throws ScimError `uniqueness`; LanyardError `permission_denied` where that would give back a role
 */
export async function createUser(
  ports: DirectoryPorts,
  tx: Tx,
  input: UserInput,
  who: Provisioner,
): Promise<PersonRecord> {
  if (input.active === false) await lockAdministrators(tx);
  const ended = await findEndedUser(tx, input.facts.userName);
  if (ended !== null) {
    requireAppointing(who.caller, await record(tx, ended));
    await setPersonState(ports, tx, ended, 'active', who.by, { reason: REASON, bySource: true });
    return replaceUser(ports, tx, ended, { ...input, active: input.active ?? true }, who, null);
  }
  const { clock, random } = ports;
  const id = random.uuid();
  const { facts, externalId } = input;
  const now = clock.now();
  await uniquely(() => insertPerson(tx, { id, ...facts, state: 'active', roles: [] }, now));
  await uniquely(() => setProvenance(tx, id, { origin: 'scim', externalId, sourceId: null }));
  const details = { userName: facts.userName, upn: facts.upn };
  await recordAudit(tx, { act: 'person.added', outcome: 'done', actor: who.by, personId: id, details }, now);
  if (input.active === false)
    await setPersonState(ports, tx, id, 'suspended', who.by, { reason: REASON, bySource: true });
  return found(tx, id);
}

/**
 * Makes a person what a resource says. People added by hand or by a file are looked after by the identity provider
 * from then on, which the log says; those of an LDAP directory are not.
 * @param version that the change was made on, where the identity provider named one
 * @throws ScimError `uniqueness`, `mutability`; LanyardError `not_found`, `conflict`, `permission_denied`, `last_administrator`
 */
export async function replaceUser(
  ports: DirectoryPorts,
  tx: Tx,
  id: string,
  input: UserInput,
  who: Provisioner,
  version: number | null,
): Promise<PersonRecord> {
  // Before the person, as whoever changes roles does.
  if (input.active === false) await lockAdministrators(tx);
  const before = await found(tx, id);
  if (version !== null) requireVersion(version, before);
  const { facts, externalId } = input;
  const changed = changedFields(factsOf(before), facts);
  requireAuthorityOver(who.caller, before, changed);
  if (changed.length > 0 || before.origin !== 'scim' || before.external_id !== externalId)
    await writeFacts(ports, tx, before, { facts, externalId }, who.by);
  await follow(ports, tx, before, input.active, who);
  return found(tx, id);
}

/** Ends a person. @throws LanyardError `not_found`, `last_administrator`; ScimError `mutability` */
export async function deleteUser(ports: DirectoryPorts, tx: Tx, id: string, who: Provisioner): Promise<void> {
  await lockAdministrators(tx);
  const before = await found(tx, id);
  refuseLdap(before);
  await requireAnotherAdministrator(tx, before);
  if (before.origin !== 'scim')
    await writeFacts(ports, tx, before, { facts: factsOf(before), externalId: null }, who.by);
  await setPersonState(ports, tx, id, 'terminated', who.by, { reason: REASON, bySource: true });
}

async function writeFacts(
  { clock, outbox }: DirectoryPorts,
  tx: Tx,
  before: PersonRecord,
  { facts, externalId }: { readonly facts: PersonFacts; readonly externalId: string | null },
  by: Actor,
): Promise<void> {
  refuseLdap(before);
  const now = clock.now();
  const from = { origin: 'scim', externalId, sourceId: null } as const;
  await uniquely(() => updatePersonFacts(tx, before.id, facts, from, by, now));
  await recordChange(tx, { before, facts, takenOver: before.origin !== 'scim', by }, now);
  await outbox.send(tx, SETTING_CHANGED, { personId: before.id });
}

/** Whom a person suspended here, the identity provider does not bring back by saying once more that they are active. */
async function follow(
  ports: DirectoryPorts,
  tx: Tx,
  before: PersonRecord,
  active: boolean | undefined,
  { by }: Provisioner,
) {
  if (active === false && before.state === 'active') {
    refuseLdap(before);
    await requireAnotherAdministrator(tx, before);
    await setPersonState(ports, tx, before.id, 'suspended', by, { reason: REASON, bySource: true });
  }
  if (active === true && before.state === 'suspended' && before.state_by_source) {
    refuseLdap(before);
    await setPersonState(ports, tx, before.id, 'active', by, { reason: REASON, bySource: true });
  }
}

function refuseLdap({ origin }: PersonRecord): void {
  if (origin === 'ldap')
    throw new ScimError('mutability', 'An LDAP directory looks after this person: change them there.');
}

/** @throws LanyardError `not_found` for whoever is ended too: SCIM does not show them */
async function found(tx: Tx, id: string): Promise<PersonRecord> {
  const person = await record(tx, id);
  if (person.state === 'terminated') throw new LanyardError('not_found', { user: id });
  return person;
}

async function record(tx: Tx, id: string): Promise<PersonRecord> {
  const person = await lockPersonRecord(tx, id);
  if (person === null) throw new LanyardError('not_found', { user: id });
  return person;
}

/** @throws ScimError `uniqueness` naming the attribute */
export async function uniquely<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await sayingWhatIsTaken(write);
  } catch (error) {
    const field = error instanceof LanyardError && error.code === 'conflict' ? error.details['field'] : undefined;
    if (typeof field !== 'string') throw error;
    const name = field === 'upn' ? 'userPrincipalName' : field;
    throw new ScimError('uniqueness', `${name}: belongs to somebody else`, { cause: error });
  }
}
