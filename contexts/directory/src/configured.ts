import { settingKinds, type LdapConnection, type SettingKind, type SettingPreview } from '@lanyard/contract';
import type { Actor, Queryable, Tx } from '@lanyard/kernel';
import { keepLogo } from './branding/keep-logo.ts';
import { changeMembers } from './groups/change-members.ts';
import { deleteGroup, renameGroup } from './groups/edit-group.ts';
import { removeConnection, saveConnection } from './ldap/save-connection.ts';
import { everyGroup, findIdsByUpn, findUpns } from './pg/configured.ts';
import { listConnections } from './pg/ldap-connections.ts';
import { findLogo } from './pg/logos.ts';
import { memberIds } from './pg/memberships.ts';
import { listAdministrators } from './pg/roles.ts';
import { findSettingRecords } from './pg/settings.ts';
import type { DirectoryPorts } from './ports.ts';
import { endSetting } from './settings/end-setting.ts';
import { orderSettings } from './settings/order-settings.ts';
import type { AskedChange } from './settings/planned-change.ts';
import { previewSetting } from './settings/preview-setting.ts';
import { saveSetting, type SettingOrder } from './settings/save-setting.ts';

const MOST = 10_000;

interface At {
  readonly id: string;
  readonly version: number;
}

/** All that is configured here, for who reads and writes the whole of it in one transaction. */
export function directoryConfigured(ports: DirectoryPorts) {
  return {
    groups: (on: Queryable) => everyGroup(on, MOST),
    renameGroup: (tx: Tx, at: At, name: string, by: Actor) =>
      renameGroup(ports, tx, at.id, { name, version: at.version }, by),
    deleteGroup: (tx: Tx, at: At, by: Actor) => deleteGroup(ports, tx, at.id, at.version, by),
    /** At most a thousand either way. */
    changeMembers: (tx: Tx, id: string, change: { add: string[]; remove: string[] }, by: Actor) =>
      changeMembers(ports, tx, id, change, by),
    memberIds: (on: Queryable, groupId: string, after: string | null, limit: number) =>
      memberIds(on, groupId, after, limit),
    administrators: async (on: Queryable) => (await listAdministrators(on, { limit: MOST })).rows,
    upnsOf: (on: Queryable, ids: readonly string[]) => findUpns(on, ids),
    /** By UPN in lower case. */
    idsByUpn: (on: Queryable, upns: readonly string[]) => findIdsByUpn(on, upns),

    /** Those of user groups in their order, then the default where somebody set one. */
    async settings(on: Queryable, kind: SettingKind) {
      const records = await findSettingRecords(on, kind);
      return records.map(({ id, name, isDefault, groups, version, value }) => {
        const read = settingKinds[kind].parse(value) as object; // sound: every kind is one of objects
        return { id, name, isDefault, groups, version, value: read };
      });
    },
    saveSetting: (tx: Tx, order: SettingOrder, by: Actor) => saveSetting(ports, tx, order, by),
    orderSettings: (tx: Tx, kind: SettingKind, order: readonly string[], by: Actor) =>
      orderSettings(ports, tx, kind, order, by),
    endSetting: (tx: Tx, kind: SettingKind, { id, version }: At, by: Actor) =>
      endSetting(ports, tx, { kind, id, expected: version }, by),
    /** As things are within the transaction. @param askedBy a person's id; nobody's at the console */
    previewSetting: (tx: Tx, change: AskedChange, askedBy: string): Promise<SettingPreview> =>
      previewSetting({ ...ports, db: { ...ports.db, pool: tx } }, change, askedBy),

    async connections(on: Queryable) {
      const rows = await listConnections(on);
      return rows.map(({ id, version, connection }) => ({ id, version, connection }));
    },
    /** The password is given later, where it is needed and there is none. */
    saveConnection: (tx: Tx, at: At | null, connection: LdapConnection, by: Actor) =>
      saveConnection(ports, tx, at, { connection }, by, { passwordLater: true }),
    removeConnection: (tx: Tx, at: At, by: Actor) => removeConnection(ports, tx, at, by),

    logo: (on: Queryable, sha256: string) => findLogo(on, sha256),
    keepLogo: (tx: Tx, octets: Uint8Array, by: Actor) => keepLogo(ports, tx, octets, by),
  };
}
export type DirectoryConfigured = ReturnType<typeof directoryConfigured>;
