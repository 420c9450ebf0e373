-- Primary cards, credential requests and derived credentials. Written by credentials alone.
create table credentials.primary_credential (
  id uuid primary key,
  person_id uuid not null,
  -- Kept whole (FPKI CP §3.2.3).
  certificate bytea not null,
  sha256 text not null,
  subject text not null,
  issuer text not null,
  serial text not null,
  not_after timestamptz not null,
  first_proved_at timestamptz not null,
  last_proved_at timestamptz not null,
  status text not null check (status in ('good', 'revoked', 'on_hold', 'expired', 'unknown')),
  status_at timestamptz not null,
  -- Null while no live credential hangs on it.
  next_check_at timestamptz,
  unique (person_id, sha256)
);
create index primary_credential_due on credentials.primary_credential (next_check_at) where next_check_at is not null;
create index primary_credential_newest on credentials.primary_credential (person_id, last_proved_at desc);

create table credentials.request (
  id uuid primary key,
  person_id uuid not null,
  primary_id uuid not null references credentials.primary_credential,
  name text not null,
  provider text not null,
  state text not null check (state in ('pending', 'activating', 'activated', 'expired', 'superseded', 'cancelled', 'locked')),
  password_hash text,
  wrong integer not null default 0,
  wrong_limit integer not null,
  with_registration boolean not null,
  created_at timestamptz not null,
  -- End of the window in which the activation password is good.
  expires_at timestamptz not null,
  -- End of the activation, once the password was accepted.
  deadline timestamptz,
  device_id uuid,
  client_device_id text,
  credential_id uuid,
  ended_at timestamptz
);
create unique index request_open on credentials.request (person_id) where state in ('pending', 'activating');
create index request_due on credentials.request (least(expires_at, coalesce(deadline, expires_at))) where state in ('pending', 'activating');
create index request_device on credentials.request (device_id) where state = 'activating';

create table credentials.credential (
  id uuid primary key,
  person_id uuid not null,
  device_id uuid not null,
  request_id uuid not null references credentials.request,
  primary_id uuid not null references credentials.primary_credential,
  provider text not null,
  name text not null,
  state text not null check (state in ('issuing', 'active', 'suspended', 'replaced', 'revoked', 'expired', 'deleted')),
  -- Why it ended; see src/reasons.ts.
  ended_by text,
  -- Suspended while either holds.
  hold_primary boolean not null default false,
  hold_person boolean not null default false,
  created_at timestamptz not null,
  issued_at timestamptz,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- FPKI CP §3.2.3: the primary is checked again seven days after issuing.
  recheck_at timestamptz,
  rechecked_at timestamptz
);
create unique index credential_one on credentials.credential (device_id, provider) where state in ('active', 'suspended');
create index credential_person on credentials.credential (person_id, created_at desc);
create index credential_device on credentials.credential (device_id, created_at desc);
create index credential_primary on credentials.credential (primary_id) where state in ('issuing', 'active', 'suspended');
create index credential_due on credentials.credential (expires_at) where state in ('active', 'suspended');

create table credentials.certificate (
  credential_id uuid not null references credentials.credential,
  purpose text not null check (purpose in ('authentication', 'signing', 'encryption', 'decryption')),
  position integer not null,
  key_type text not null,
  made_by text not null check (made_by in ('device', 'issuer')),
  -- Reserved before the certificate is asked for: one key is in one certificate.
  spki_sha256 text,
  certificate bytea,
  chain bytea[],
  sha256 text,
  serial text,
  subject text,
  issuer text,
  not_before timestamptz,
  not_after timestamptz,
  -- The issuer's key, sealed to the device (RFC 9180); kept until the device confirms.
  enc bytea,
  ciphertext bytea,
  primary key (credential_id, purpose)
);
create unique index certificate_key on credentials.certificate (spki_sha256) where spki_sha256 is not null;
create unique index certificate_sha256 on credentials.certificate (sha256) where sha256 is not null;
