import { personFacts, type LdapConnection, type LdapTestResult } from '@lanyard/contract';
import type { DirectoryPorts } from '../ports.ts';
import { candidateOf, groupNames, readPeople } from './entries.ts';
import { openLdap } from './open-ldap.ts';
import { LdapProblem, type LdapEntry, type LdapSession } from './port.ts';

const SAMPLE = 5;

/** "Test connection": how far a draft comes, and five people as they would be. Nothing is kept. */
export async function tryConnection(
  ports: Pick<DirectoryPorts, 'openLdap'>,
  connection: LdapConnection,
  password: string | null,
): Promise<LdapTestResult> {
  const nothing = { sample: [], groups: [] };
  let session: LdapSession;
  try {
    session = await (ports.openLdap ?? openLdap)(connection, password);
  } catch (error) {
    if (!(error instanceof LdapProblem)) throw error;
    return { ...nothing, reached: error.step !== 'reach', bound: false, problem: error.message };
  }
  try {
    const sample = await samplePeople(session, connection);
    const groups = connection.groups.enabled ? await groupNames(session, connection, SAMPLE) : [];
    const problem = sample.length === 0 ? 'Nobody was found: check search bases and filter.' : null;
    return { reached: true, bound: true, sample, groups, problem };
  } catch (error) {
    if (!(error instanceof LdapProblem)) throw error;
    return { ...nothing, reached: true, bound: true, problem: error.message };
  } finally {
    await session.close();
  }
}

async function samplePeople(session: LdapSession, connection: LdapConnection) {
  const sample = [];
  for await (const entry of readPeople(session, connection, null, SAMPLE)) {
    sample.push(sampleOf(entry, connection));
    if (sample.length === SAMPLE) break;
  }
  return sample;
}

function sampleOf(entry: LdapEntry, connection: LdapConnection) {
  const { facts, problem } = candidateOf(entry, connection, 0, undefined);
  const { userName, upn, email, displayName } = facts;
  const read = personFacts.safeParse(facts);
  const wrong = read.success ? undefined : read.error.issues.map(({ path }) => path.join('.'));
  const words = wrong && `Missing or not in the expected form: ${[...new Set(wrong)].join(', ')}.`;
  return { dn: entry.dn, userName, upn, email, displayName, problem: problem ?? words ?? null };
}
