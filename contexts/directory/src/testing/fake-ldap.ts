import { foldDn } from '../ldap/entries.ts';
import type { LdapEntry, LdapProblem, LdapSearch, OpenLdap } from '../ldap/port.ts';

export interface FakeDirectory {
  readonly open: OpenLdap;
  readonly people: Map<string, Record<string, string>>;
  readonly groups: Map<string, readonly string[]>;
  /** Filters that were asked. */
  readonly asked: string[];
  /** What was asked for, whole. */
  readonly searches: LdapSearch[];
  /** What the next conversation ends with. */
  failWith: LdapProblem | null;
}

/** A directory in memory, which knows the two filters that a sync asks with: everybody, and who changed since. */
export function fakeLdap(): FakeDirectory {
  const fake: FakeDirectory = {
    people: new Map(),
    groups: new Map(),
    asked: [],
    searches: [],
    failWith: null,
    open: async () => {
      if (fake.failWith !== null) throw fake.failWith;
      return {
        async *search(what: LdapSearch) {
          fake.asked.push(what.filter);
          fake.searches.push(what);
          yield* what.filter.includes('groupOfNames') ? groupEntries(fake) : personEntries(fake, what);
        },
        close: () => Promise.resolve(),
      };
    },
  };
  return fake;
}

export const dnOf = (uid: string): string => `uid=${uid},ou=people,dc=agency,dc=example`;

function* personEntries({ people }: FakeDirectory, { filter, limit = Infinity }: LdapSearch): Generator<LdapEntry> {
  const since = /modifyTimestamp>=(\d+)/.exec(filter)?.[1];
  let n = 0;
  for (const [uid, attributes] of people) {
    const { modifyTimestamp = '20200101000000' } = attributes;
    if (since !== undefined && modifyTimestamp < since) continue;
    if (n++ >= limit) return;
    yield { dn: foldDn(dnOf(uid)), values: valuesOf({ uid, entryUUID: `id-${uid}`, ...attributes }) };
  }
}

function* groupEntries({ groups }: FakeDirectory): Generator<LdapEntry> {
  for (const [name, members] of groups)
    yield {
      dn: `cn=${name}`,
      values: new Map([
        ['cn', [name]],
        ['member', members.map(dnOf)],
      ]),
    };
}

const valuesOf = (attributes: Record<string, string>): LdapEntry['values'] =>
  new Map(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), [value]]));
