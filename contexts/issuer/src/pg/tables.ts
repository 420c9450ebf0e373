import type { ContentSignerKey } from '../types.ts';
import type { RevocationReason } from '@lanyard/contract';
import type { ColumnType, Generated, Selectable } from 'kysely';
import type { AuthorityKind, EnrolmentProfile, ProfileName } from '../types.ts';

/** Read as a Buffer, written as any octets. */
type Octets = ColumnType<Buffer, Uint8Array, Uint8Array>;
type OctetsOrNull = ColumnType<Buffer | null, Uint8Array | null, Uint8Array | null>;

export type RowState = 'reserved' | 'intent' | 'issued' | 'closed';

interface AuthorityTable {
  id: string;
  kind: AuthorityKind;
  parent_id: string | null;
  spki: Octets;
  sealed_key: OctetsOrNull;
  token_label: string | null;
  certificate: OctetsOrNull;
  crl_number: Generated<number>;
  created_at: Date;
  line: string;
  active_from: Date;
}

interface CertificateTable {
  id: string;
  authority_id: string;
  serial: string;
  reference: string;
  profile: ProfileName;
  state: RowState;
  spki_sha256: Octets;
  key_once: boolean;
  tbs: OctetsOrNull;
  der: OctetsOrNull;
  sha256: string | null;
  not_after: Date;
  person_id: string | null;
  device_id: string | null;
  credential_id: string | null;
  reserved_at: Date;
  lease_until: Date;
  issued_at: Date | null;
  closed_at: Date | null;
  revoked_at: Date | null;
  revocation_reason: RevocationReason | null;
  invalidity_date: Date | null;
  resumed_at: Date | null;
}

interface KeyTable {
  id: string;
  authority_id: string;
  spki: Octets;
  sealed_key: Octets;
  certificate: OctetsOrNull;
  created_at: Date;
}

interface ResponderTable extends KeyTable {
  not_after: Date | null;
}

interface ContentSignerTable extends ResponderTable {
  key_type: ContentSignerKey;
}

interface CrlTable {
  authority_id: string;
  number: number;
  der: Octets;
  etag: string;
  generation: number;
  this_update: Date;
  next_update: Date;
  alarmed_at: Generated<Date | null>;
}

interface CrlExtraTable {
  authority_id: string;
  name: string;
  number: number;
  der: Octets;
  etag: string;
  this_update: Date;
  next_update: Date;
}

interface EscrowTable {
  reference: string;
  spki: Octets;
  key_type: string;
  cms: Octets;
  recovery_key_id: string;
  person_id: string | null;
  pending_delivery: OctetsOrNull;
  escrowed_at: Date;
}

interface EnrolmentTable {
  id: string;
  protocol: 'est' | 'scep';
  name: string;
  secret_sha256: Octets;
  authority_id: string;
  profile: EnrolmentProfile;
  subject: Octets;
  upn: string | null;
  email: string | null;
  policies: string[];
  person_id: string;
  device_id: string | null;
  certificate_days: number;
  ends_at: Date;
  expires_at: Date;
  created_at: Date;
  spki_sha256: OctetsOrNull;
  used_at: Date | null;
  ended_at: Date | null;
}

interface OcspAnswerTable {
  authority_id: string;
  cert_id: Octets;
  serial: string;
  der: Octets;
  this_update: Date;
  next_update: Date;
}

interface ScepTransactionTable {
  authority_id: string;
  transaction_id: string;
  signer_sha256: Octets;
  certificate: OctetsOrNull;
  created_at: Date;
}

/** The issuer's own schema; nobody else writes it. */
// A type, since kysely wants an index signature, which interfaces lack.
export type Tables = {
  'issuer.authority': AuthorityTable;
  'issuer.status': { authority_id: string; generation: Generated<number> };
  'issuer.certificate': CertificateTable;
  'issuer.responder': ResponderTable;
  'issuer.content_signer': ContentSignerTable;
  'issuer.crl': CrlTable;
  'issuer.crl_extra': CrlExtraTable;
  'issuer.crl_history': { authority_id: string; number: number; this_update: Date };
  'issuer.recovery_key': KeyTable;
  'issuer.escrow': EscrowTable;
  'issuer.enrolment': EnrolmentTable;
  'issuer.registration_key': ResponderTable;
  'issuer.ocsp_answer': OcspAnswerTable;
  'issuer.scep_transaction': ScepTransactionTable;
};

export type AuthorityRow = Selectable<AuthorityTable>;
export type CertificateRow = Selectable<CertificateTable>;
export type ResponderRow = Selectable<ResponderTable>;
export type RecoveryKeyRow = Selectable<KeyTable>;
export type CrlRow = Selectable<CrlTable>;
export type CrlExtraRow = Selectable<CrlExtraTable>;
export type EscrowRow = Selectable<EscrowTable>;
export type EnrolmentRow = Selectable<EnrolmentTable>;
export type ScepTransactionRow = Selectable<ScepTransactionTable>;
export type OcspAnswerRow = Selectable<OcspAnswerTable>;
