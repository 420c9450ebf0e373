import type { DirectoryPorts } from '../ports.ts';
import type { LdapRow } from '../pg/ldap-connections.ts';

const purpose = (id: string): string => `ldap password ${id}`;

/** Seals a password for one connection: a row copied to another cannot be opened there. */
export const sealPassword = (ports: Pick<DirectoryPorts, 'masterKey'>, id: string, password: string): Uint8Array =>
  keyOf(ports).seal(purpose(id), new TextEncoder().encode(password));

export const passwordOf = (
  ports: Pick<DirectoryPorts, 'masterKey'>,
  row: Pick<LdapRow, 'id' | 'sealed_password'>,
): string | null =>
  row.sealed_password === null
    ? null
    : new TextDecoder().decode(keyOf(ports).open(purpose(row.id), new Uint8Array(row.sealed_password)));

function keyOf({ masterKey }: Pick<DirectoryPorts, 'masterKey'>) {
  if (!masterKey) throw new Error('the directory was made without the master key, and keeps no passwords');
  return masterKey;
}
