import type { Audience, ConfigurationKind, DeviceGroupRule, PublicJwk, UnlockType } from '@lanyard/contract';
import type { ColumnType, Generated } from 'kysely';

export interface DeviceTable {
  id: string;
  person_id: string;
  state: 'active' | 'lost' | 'retired';
  name: string;
  platform: 'ios' | 'android' | 'desktop' | 'unknown';
  os_version: string;
  model: string;
  wallet_version: string;
  installation_id: string;
  thumbprint: string;
  agreement_key: ColumnType<PublicJwk, string, string>;
  epoch: Generated<number>;
  generation: Generated<number>;
  registered_at: Date;
  last_check_in_at: Date | null;
  ended_at: Date | null;
  space_id: Generated<string>;
  space_by_hand: Generated<boolean>;
  /** Counts edits by administrators. */
  version: Generated<number>;
  scopes: Generated<string[]>;
  udid: Generated<string | null>;
  imsi: Generated<string | null>;
}

export interface RegistrationPinTable {
  id: string;
  person_id: string;
  request_id: string | null;
  hash: string;
  state: 'open' | 'used' | 'superseded' | 'cancelled';
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
  device_id: string | null;
}

export interface VaultShareTable {
  device_id: string;
  way: 'passcode' | 'pin';
  sealed: Uint8Array | null;
  verifier_sha256: Uint8Array;
  tries: number;
  set_by: string;
  changed_at: Date;
}

/** The challenge of a forgotten PIN: one a device. */
export interface UnblockTable {
  device_id: string;
  credential_id: string;
  challenge: string;
  unlock_type: ColumnType<UnlockType | null, UnlockType | null, UnlockType | null>;
  tries: number;
  expires_at: Date;
}

export interface DeviceCallTable {
  owner: string;
  key: string;
  digest: Uint8Array;
  state: 'running' | 'done' | 'burnt';
  answer: Uint8Array | null;
  started_at: Date;
}

export interface SettingsGenerationTable {
  one: boolean;
  n: number;
}

export interface SpaceTable {
  id: string;
  name: string;
  rank: number;
  rule: ColumnType<{ deviceGroups: string[]; userGroups: string[] }, string, string>;
  version: Generated<number>;
  changed_at: Date;
}

export interface DeviceGroupTable {
  id: string;
  name: string;
  description: string;
  rule: ColumnType<DeviceGroupRule | null, string | null, string | null>;
  version: Generated<number>;
  changed_at: Date;
}

export interface DeviceGroupMemberTable {
  group_id: string;
  device_id: string;
}

interface ConfigurationContentColumns {
  name: string;
  description: string;
  space_id: string;
  all_spaces: boolean;
  audience: ColumnType<Audience, string, string>;
  value: ColumnType<Record<string, unknown>, string, string>;
}

export interface ConfigurationTable extends ConfigurationContentColumns {
  id: string;
  kind: ConfigurationKind;
  version: Generated<number>;
  published_version: number | null;
  changed_at: Date;
  changed_by: string;
  deleted_at: Date | null;
}

export interface ConfigurationVersionTable extends ConfigurationContentColumns {
  configuration_id: string;
  number: number;
  saved_at: Date;
  saved_by: string;
  published_at: Date | null;
}

export interface ConfigurationScopeTable {
  scope: string;
  configuration_id: string;
}

export interface DeliveryTable {
  device_id: string;
  object_id: string;
  what: 'configuration' | 'app';
  kind: string;
  name: string;
  version: number;
  state: 'sent' | 'applied' | 'failed' | 'withdrawn';
  reason: string | null;
  at: Date;
}

export type FleetTables = {
  'fleet.space': SpaceTable;
  'fleet.device_group': DeviceGroupTable;
  'fleet.device_group_member': DeviceGroupMemberTable;
  'fleet.configuration': ConfigurationTable;
  'fleet.configuration_version': ConfigurationVersionTable;
  'fleet.configuration_scope': ConfigurationScopeTable;
  'fleet.delivery': DeliveryTable;
  'fleet.settings_generation': SettingsGenerationTable;
  'fleet.device': DeviceTable;
  'fleet.registration_pin': RegistrationPinTable;
  'fleet.vault_share': VaultShareTable;
  'fleet.unblock': UnblockTable;
  'fleet.device_call': DeviceCallTable;
};
