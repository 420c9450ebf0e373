import { ldapConnection, type LdapConnection, type LdapInput } from '@lanyard/contract';
import { isUniqueViolation, LanyardError, recordAudit, requireVersion, type Actor, type Tx } from '@lanyard/kernel';
import { checked } from '../checked.ts';
import { deleteConnection, lockConnection, upsertConnection, type LdapRow } from '../pg/ldap-connections.ts';
import { endIntakesOf } from '../pg/intakes.ts';
import type { DirectoryPorts } from '../ports.ts';
import { sealPassword } from './password.ts';

/**
 * Adds a connection, or changes one.
 * @param at of the one that is changed; null: a new one
 * @param passwordLater lets a new one be without the password that its account needs: until it has one it reads nothing
 * @returns its id
 * @throws LanyardError `not_found`; `conflict` with who changed it when, or with `field` when the name is taken; `input_invalid`
 */
export async function saveConnection(
  ports: DirectoryPorts,
  tx: Tx,
  at: { readonly id: string; readonly version: number } | null,
  input: LdapInput,
  by: Actor,
  { passwordLater = false } = {},
): Promise<string> {
  const connection = checked(ldapConnection, input.connection);
  const before = at === null ? null : await current(tx, at.id, at.version);
  const id = at?.id ?? ports.random.uuid();
  if (before !== null && input.password === undefined) requireSameServer(before, connection);
  const kept = before?.sealed_password ?? null;
  const sealedPassword = input.password === undefined ? kept : sealPassword(ports, id, input.password);
  const needed = connection.bindDn !== '' && !passwordLater;
  if (needed && sealedPassword === null) throw missing('An account needs its password.');
  const now = ports.clock.now();
  try {
    await upsertConnection(tx, { id, connection, sealedPassword, by }, now);
  } catch (error) {
    if (isUniqueViolation(error, 'ldap_connection_name'))
      throw new LanyardError('conflict', { field: 'name' }, { cause: error });
    throw error;
  }
  const act = before === null ? 'ldap.added' : 'ldap.changed';
  const details = { name: connection.name, url: connection.url, password: input.password !== undefined };
  await recordAudit(tx, { act, outcome: 'done', actor: by, object: id, details }, now);
  return id;
}

/**
 * The kept password goes only where it went before: whoever may edit a connection must not learn it by having it sent
 * to a server of their own.
 * @throws LanyardError `input_invalid` on `password`
 */
export function requireSameServer(before: LdapRow, connection: LdapConnection): void {
  if (before.sealed_password === null) return;
  const server = ({ url, startTls, caCertificates, bindDn }: LdapConnection) =>
    JSON.stringify([url, startTls, caCertificates, bindDn]);
  if (server(before.connection) !== server(connection))
    throw missing('Type it again: address, encryption, trusted issuers or account are others.');
}

/** @throws LanyardError `not_found`, `conflict` with who changed it when */
export async function removeConnection(
  { clock }: DirectoryPorts,
  tx: Tx,
  at: { readonly id: string; readonly version: number },
  by: Actor,
): Promise<void> {
  const { connection } = await current(tx, at.id, at.version);
  const now = clock.now();
  await endIntakesOf(tx, at.id, now);
  const released = await deleteConnection(tx, at.id);
  const details = { name: connection.name, released };
  await recordAudit(tx, { act: 'ldap.deleted', outcome: 'done', actor: by, object: at.id, details }, now);
}

async function current(tx: Tx, id: string, version: number): Promise<LdapRow> {
  const row = await lockConnection(tx, id);
  if (row === null) throw new LanyardError('not_found', { connection: id });
  requireVersion(version, { version: row.version, changedAt: row.changed_at, changedBy: row.changed_by });
  return row;
}

const missing = (message: string): LanyardError =>
  new LanyardError('input_invalid', { fields: [{ field: 'password', message }] });
