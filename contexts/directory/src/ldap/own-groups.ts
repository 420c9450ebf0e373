import type { LdapConnection } from '@lanyard/contract';
import type { IntakeOptions } from '../intake/candidate.ts';
import { findGroupNames } from '../pg/known-people.ts';
import type { DirectoryPorts } from '../ports.ts';
import { readGroups } from './entries.ts';
import type { LdapSession } from './port.ts';

interface Asked {
  readonly connection: LdapConnection;
  readonly options: IntakeOptions;
  readonly keys: ReadonlyMap<string, string>;
}

interface Own {
  /** Identifier of a person → names of their groups; null where groups are not read. */
  readonly groups: ReadonlyMap<string, readonly string[]> | null;
  /** Names that somebody else looks after here. */
  readonly foreign: readonly string[];
}

const NAME = 200;

/** The groups of the directory that this connection may keep, turned round: by member. */
export async function ownGroups({ db }: DirectoryPorts, session: LdapSession, asked: Asked): Promise<Own> {
  const { connection, options, keys } = asked;
  if (!connection.groups.enabled) return { groups: null, foreign: [] };
  const found = await readGroups(session, connection, keys);
  const there = await findGroupNames(db.pool, [...found.keys()], options);
  const others = new Set(there.filter(({ own }) => !own).map(({ name }) => name));
  const isForeign = (name: string) => others.has(name.toLowerCase()) || name.length > NAME;
  const groups = new Map<string, string[]>();
  for (const [name, members] of found) {
    if (isForeign(name)) continue;
    for (const id of members) groups.set(id, [...(groups.get(id) ?? []), name]);
  }
  return { groups, foreign: [...found.keys()].filter(isForeign) };
}
