import { emailAddress, personFacts, upn as principalName, type PersonFacts } from '@lanyard/contract';
import type { PersonGroup, PersonRecord } from '../pg/person-records.ts';
import { factsOf } from '../people/person-view.ts';
import { isObject, type Json, type JsonObject } from './patch.ts';
import { EXTENSION, USER } from './schemas.ts';
import { ScimError } from './scim-error.ts';

/** A person as SCIM shows them. @param base address of the interface, without a slash at the end */
export function userResource(person: PersonRecord, groups: readonly PersonGroup[], base: string): JsonObject {
  const facts = factsOf(person);
  return {
    schemas: [USER, EXTENSION],
    id: person.id,
    ...(person.origin === 'scim' && person.external_id !== null ? { externalId: person.external_id } : {}),
    userName: facts.userName,
    name: { formatted: facts.displayName, givenName: facts.givenName, familyName: facts.surname },
    displayName: facts.displayName,
    active: person.state === 'active',
    emails: [{ value: facts.email, type: 'work', primary: true }],
    groups: groups.map(({ id, name }) => ({ value: id, display: name, $ref: `${base}/Groups/${id}` })),
    [EXTENSION]: { userPrincipalName: facts.upn },
    meta: {
      resourceType: 'User',
      created: person.created_at.toISOString(),
      lastModified: (person.changed_at ?? person.created_at).toISOString(),
      version: `W/"${person.version}"`,
      location: `${base}/Users/${person.id}`,
    },
  };
}

/** What operations of a PATCH are applied to: a UPN that is the user name follows it. */
export function patchable(person: PersonRecord): JsonObject {
  const resource = userResource(person, [], '');
  if (person.upn.toLowerCase() === person.user_name.toLowerCase()) delete resource[EXTENSION];
  // A whole name that nobody changed must not stand in the way of a part that somebody did.
  resource['name'] = { givenName: person.given_name, familyName: person.surname };
  return resource;
}

export interface UserInput {
  readonly facts: PersonFacts;
  /** Undefined where nothing is said of it. */
  readonly active: boolean | undefined;
  readonly externalId: string | null;
}

/**
 * Reads a resource as it was sent. What is not kept here is left out (RFC 7644 §3.3 allows it).
 * @param before the person as they were, for what the resource does not say
 * @throws ScimError `invalidValue` naming the attribute
 */
export function readUser(resource: JsonObject, before: PersonFacts | null): UserInput {
  const get = lookup(resource);
  const name = lookup(objectOf(get('name')));
  const userName = textOf(get('userName'));
  const upn = textOf(lookup(objectOf(resource[EXTENSION]))('userPrincipalName')) || upnFrom(userName, before);
  const [given, family] = [textOf(name('givenName')), textOf(name('familyName'))];
  const displayName =
    textOf(get('displayName')) ||
    textOf(name('formatted')) ||
    `${given} ${family}`.trim() ||
    (before?.displayName ?? userName);
  const words = displayName.split(/\s+/);
  const read = personFacts.safeParse({
    userName,
    upn,
    email: emailOf(get('emails')) || (before?.email ?? (emailAddress.safeParse(upn).data || '')),
    displayName,
    givenName: given || (before?.givenName ?? words[0]),
    surname: family || (before?.surname ?? words.at(-1)),
  });
  if (!read.success) throw invalid(read.error.issues);
  return { facts: read.data, active: booleanOf(get('active'), 'active'), externalId: externalIdOf(get('externalId')) };
}

/** A user name that looks like a UPN is one; else the person keeps theirs. */
function upnFrom(userName: string, before: PersonFacts | null): string {
  const isUpn = principalName.safeParse(userName).success;
  const followed = before === null || before.upn.toLowerCase() === before.userName.toLowerCase();
  return isUpn && followed ? userName : (before?.upn ?? '');
}

const attributeOf: Readonly<Record<string, string>> = {
  userName: 'userName',
  upn: `${EXTENSION}:userPrincipalName`,
  email: 'emails',
  displayName: 'displayName',
  givenName: 'name.givenName',
  surname: 'name.familyName',
};

function invalid(issues: readonly { path: PropertyKey[]; message: string }[]): ScimError {
  const words = issues.slice(0, 5).map(({ path, message }) => `${attributeOf[String(path[0])] ?? ''}: ${message}`);
  return new ScimError('invalidValue', words.join('; '));
}

/** Entra sends booleans as words, some of its versions "True". @throws ScimError `invalidValue` */
export function booleanOf(value: Json | undefined, name: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'true' || word === 'false') return word === 'true';
  throw new ScimError('invalidValue', `${name}: is neither true nor false`);
}

export function externalIdOf(value: Json | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' || value.length > 200)
    throw new ScimError('invalidValue', 'externalId: is a text of at most 200 characters');
  return value;
}

function emailOf(value: Json | undefined): string {
  const all = (Array.isArray(value) ? value : []).filter(isObject).map(lookup);
  const best =
    all.find((email) => booleanOf(email('primary'), 'emails.primary') === true) ??
    all.find((email) => textOf(email('type')).toLowerCase() === 'work') ??
    all[0];
  return textOf(best?.('value'));
}

/** Attribute names are compared without case (RFC 7643 §2.1). */
export const lookup =
  (object: JsonObject) =>
  (name: string): Json | undefined =>
    object[Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name];

const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value.trim() : '');
