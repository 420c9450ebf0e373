import type { PublicJwk } from '@lanyard/contract';
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

export type FleetTables = {
  'fleet.settings_generation': SettingsGenerationTable;
  'fleet.device': DeviceTable;
  'fleet.registration_pin': RegistrationPinTable;
  'fleet.vault_share': VaultShareTable;
  'fleet.device_call': DeviceCallTable;
};
