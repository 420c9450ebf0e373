import type { LdapConnection } from '@lanyard/contract';
import type { Candidate } from '../intake/candidate.ts';
import { LdapProblem, type LdapEntry, type LdapSearch, type LdapSession } from './port.ts';

/** A directory larger than this is not read whole by mistake. */
const MOST = 1_000_000;

/** Identifiers that hold octets and not text. */
const BINARY = ['objectguid', 'msexchmailboxguid', 'objectsid'];

const binaryOf = ({ idAttribute }: LdapConnection): string[] =>
  BINARY.includes(idAttribute.toLowerCase()) ? [idAttribute] : [];

/** Who is in the directory: folded DN → identifier. Entries without one cannot be followed, and are left out. */
export async function readKeys(session: LdapSession, connection: LdapConnection): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  for await (const entry of everyEntry(session, connection, connection.filter, [connection.idAttribute])) {
    const id = idOf(entry, connection);
    if (id !== null) keys.set(foldDn(entry.dn), id);
    if (keys.size > MOST)
      throw new LdapProblem(
        'search',
        `The filter finds more than ${MOST} entries: name fewer search bases, or filter.`,
      );
  }
  return keys;
}

/** Entries of people, all or those that changed since. @param limit of entries, for a sample */
export function readPeople(
  session: LdapSession,
  connection: LdapConnection,
  since: Date | null,
  limit?: number,
): AsyncGenerator<LdapEntry> {
  const { attributes, changedAttribute, idAttribute } = connection;
  const filter =
    since === null ? connection.filter : `(&${connection.filter}(${changedAttribute}>=${generalizedTime(since)}))`;
  return everyEntry(session, connection, filter, [idAttribute, ...new Set(Object.values(attributes))], limit);
}

async function* everyEntry(
  session: LdapSession,
  connection: LdapConnection,
  filter: string,
  attributes: readonly string[],
  limit?: number,
): AsyncGenerator<LdapEntry> {
  const seen = new Set<string>(); // search bases may lie in one another
  for (const base of connection.baseDns) {
    const what: LdapSearch = { base, filter, attributes, binary: binaryOf(connection), ...(limit ? { limit } : {}) };
    for await (const entry of session.search(what)) {
      const dn = foldDn(entry.dn);
      if (seen.has(dn)) continue;
      seen.add(dn);
      yield entry;
    }
  }
}

/** The groups of the directory: name → identifiers of the members that are people here. */
export async function readGroups(
  session: LdapSession,
  { groups }: LdapConnection,
  keys: ReadonlyMap<string, string>,
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const base of groups.baseDns) {
    const attributes = [groups.nameAttribute, groups.memberAttribute];
    for await (const entry of session.search({ base, filter: groups.filter, attributes })) {
      const name = first(entry, groups.nameAttribute);
      if (name === '') continue;
      const members = found.get(name) ?? new Set();
      for (const dn of entry.values.get(groups.memberAttribute.toLowerCase()) ?? []) {
        const id = keys.get(foldDn(dn));
        if (id !== undefined) members.add(id);
      }
      found.set(name, members);
    }
  }
  return found;
}

/** Names of the first groups of the directory, without their members: for a sample. */
export async function groupNames(session: LdapSession, { groups }: LdapConnection, limit: number): Promise<string[]> {
  const names = new Set<string>();
  for (const base of groups.baseDns) {
    if (names.size >= limit) break;
    const what = { base, filter: groups.filter, attributes: [groups.nameAttribute], limit };
    for await (const entry of session.search(what)) {
      const name = first(entry, groups.nameAttribute);
      if (name !== '') names.add(name);
      if (names.size >= limit) break;
    }
  }
  return [...names];
}

/** An entry as a person to be judged. @param groups all that they are to be in; undefined where groups are not read */
export function candidateOf(
  entry: LdapEntry,
  connection: LdapConnection,
  line: number,
  groups: readonly string[] | undefined,
): Candidate {
  const { attributes } = connection;
  const [givenName, surname] = [first(entry, attributes.givenName), first(entry, attributes.surname)];
  const facts = {
    userName: first(entry, attributes.userName),
    upn: first(entry, attributes.upn),
    email: first(entry, attributes.email),
    displayName: first(entry, attributes.displayName) || `${givenName} ${surname}`.trim(),
    givenName,
    surname,
  };
  const externalId = idOf(entry, connection);
  const problem = externalId === null ? `${entry.dn} has no ${connection.idAttribute}` : undefined;
  return { line, facts, externalId, groups, problem };
}

const idOf = (entry: LdapEntry, { idAttribute }: LdapConnection): string | null =>
  first(entry, idAttribute).slice(0, 200) || null;

const first = (entry: LdapEntry, attribute: string): string =>
  (entry.values.get(attribute.toLowerCase())?.[0] ?? '').trim();

/** The same name, however it is spaced and written (RFC 4514 §2.4; attribute values of people compare without case). */
export const foldDn = (dn: string): string => dn.toLowerCase().replaceAll(/\s*([,=+])\s*/g, '$1');

/** RFC 4517 §3.3.13, as both OpenLDAP and Active Directory compare it. */
const generalizedTime = (at: Date): string => `${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}.0Z`;
