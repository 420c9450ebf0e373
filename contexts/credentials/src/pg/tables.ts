import type { CredentialState, KeyType, Provider, Purpose, RequestState } from '@lanyard/contract';
import type { Generated, Selectable } from 'kysely';
import type { EndedBy } from '../reasons.ts';
import type { PrimaryStatus } from '../ports.ts';

export interface PrimaryTable {
  id: string;
  person_id: string;
  certificate: Uint8Array;
  sha256: string;
  subject: string;
  issuer: string;
  serial: string;
  not_after: Date;
  first_proved_at: Date;
  last_proved_at: Date;
  status: PrimaryStatus;
  status_at: Date;
  next_check_at: Date | null;
}

export interface RequestTable {
  id: string;
  person_id: string;
  primary_id: string;
  name: string;
  provider: Provider;
  state: RequestState;
  password_hash: string | null;
  wrong: Generated<number>;
  wrong_limit: number;
  with_registration: boolean;
  created_at: Date;
  expires_at: Date;
  deadline: Date | null;
  device_id: string | null;
  client_device_id: string | null;
  credential_id: string | null;
  ended_at: Date | null;
}

export interface CredentialTable {
  id: string;
  person_id: string;
  device_id: string;
  request_id: string;
  primary_id: string;
  provider: Provider;
  name: string;
  state: CredentialState;
  ended_by: EndedBy | null;
  hold_primary: Generated<boolean>;
  hold_person: Generated<boolean>;
  hold_admin: Generated<boolean>;
  created_at: Date;
  issued_at: Date | null;
  expires_at: Date;
  ended_at: Date | null;
  recheck_at: Date | null;
  rechecked_at: Date | null;
}

export interface CertificateTable {
  credential_id: string;
  purpose: Purpose;
  position: number;
  key_type: KeyType;
  made_by: 'device' | 'issuer';
  spki_sha256: string | null;
  certificate: Uint8Array | null;
  chain: Uint8Array[] | null;
  sha256: string | null;
  serial: string | null;
  subject: string | null;
  issuer: string | null;
  not_before: Date | null;
  not_after: Date | null;
  enc: Uint8Array | null;
  ciphertext: Uint8Array | null;
}

export type CredentialsTables = {
  'credentials.primary_credential': PrimaryTable;
  'credentials.request': RequestTable;
  'credentials.credential': CredentialTable;
  'credentials.certificate': CertificateTable;
};

export type PrimaryRow = Selectable<PrimaryTable>;
export type RequestRow = Selectable<RequestTable>;
export type CredentialRow = Selectable<CredentialTable>;
export type CertificateRow = Selectable<CertificateTable>;
