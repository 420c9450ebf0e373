import type { Generated } from 'kysely';

export interface RelayNodeTable {
  id: string;
  address: string;
  seen_at: Date;
}

export interface ReaderTable {
  id: string;
  name: string;
  seen_at: Date;
  node_id: string | null;
  connection_id: string | null;
  word_mac: Uint8Array | null;
  word_until: Date | null;
}

export interface PairingTable {
  reader_id: string;
  device_id: string;
  person_id: string;
  paired_at: Date;
  last_connected_at: Date | null;
  connected: Generated<boolean>;
}

export interface RelayTicketTable {
  hash: Uint8Array;
  reader_id: string;
  device_id: string;
  person_id: string;
  purpose: 'pair' | 'connect';
  expires_at: Date;
}

export type RelayTables = {
  'fleet.relay_node': RelayNodeTable;
  'fleet.reader': ReaderTable;
  'fleet.pairing': PairingTable;
  'fleet.relay_ticket': RelayTicketTable;
};
