import { KEPT, type ConfigEffect, type NamedLdap } from '@lanyard/contract';
import { nothing, type Part } from '../part.ts';

/** Without their passwords, which never leave the server. */
export const ldapConnections: Part<NamedLdap> = {
  name: 'ldapConnections',
  async read({ directory, tx }) {
    const rows = await directory.configured.connections(tx);
    const all = rows.map(({ connection }) => withoutPassword({ connection }));
    return {
      file: { ldapConnections: all },
      rows: rows.map((row) => [row.connection.name.toLowerCase(), row]),
    };
  },
  items: ({ ldapConnections: all }) =>
    all?.map((value, i) => ({
      key: value.connection.name.toLowerCase(),
      name: value.connection.name,
      value: withoutPassword(value),
      path: ['ldapConnections', i],
    })) ?? null,
  async preview(_world, value, kept): Promise<ConfigEffect | null> {
    if (kept !== null || value?.connection.bindDn === '' || value === null) return null;
    const sentences = [
      'Its account has no password here yet. Type it into the connection: until then it reads nothing.',
    ];
    return { of: 'people', ...nothing, sentences };
  },
  put: ({ directory, tx, by }, { connection }, kept) => directory.configured.saveConnection(tx, kept, connection, by),
  remove: ({ directory, tx, by }, kept) => directory.configured.removeConnection(tx, kept, by),
};

const withoutPassword = ({ connection }: Pick<NamedLdap, 'connection'>): NamedLdap =>
  connection.bindDn === '' ? { connection } : { connection, password: KEPT };
