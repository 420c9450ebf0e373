create table issuer.authority (
  id text primary key check (id ~ '^[a-z0-9-]{1,32}$'),
  kind text not null check (kind in ('root', 'derived', 'card')),
  parent_id text references issuer.authority,
  spki bytea not null,
  sealed_key bytea not null,
  -- Null until the issuance cycle has made it.
  certificate bytea,
  crl_number bigint not null default 0,
  created_at timestamptz not null,
  check ((kind = 'root') = (parent_id is null))
);

-- Bumped in every transaction that changes what CRL and OCSP say. A row of its own, so that taking a CRL number
-- does not wait for revocations and they do not wait for it.
create table issuer.status (
  authority_id text primary key references issuer.authority,
  generation bigint not null default 0
);

-- Every serial number ever reserved, and what became of it:
--   reserved  the number is on record, nothing contains it yet
--   intent    these octets are about to be signed
--   issued    the certificate is on record
--   closed    given up: a certificate may exist that nobody was given, so the number counts as revoked
create table issuer.certificate (
  id uuid primary key,
  authority_id text not null references issuer.authority,
  serial text not null check (serial ~ '^([0-9a-f]{2}){8,20}$'),
  reference text not null,
  profile text not null,
  state text not null check (state in ('reserved', 'intent', 'issued', 'closed')),
  spki_sha256 bytea not null,
  -- False for keys that may be certified again, such as an authority's.
  key_once boolean not null,
  tbs bytea,
  der bytea,
  sha256 text,
  not_after timestamptz not null,
  person_id uuid,
  device_id uuid,
  credential_id uuid,
  reserved_at timestamptz not null,
  -- An unfinished row older than this is closed.
  lease_until timestamptz not null,
  issued_at timestamptz,
  closed_at timestamptz,
  revoked_at timestamptz,
  revocation_reason text,
  invalidity_date timestamptz,
  unique (authority_id, serial),
  check (state not in ('intent', 'issued') or tbs is not null),
  check ((state = 'issued') = (der is not null and sha256 is not null and issued_at is not null)),
  check ((state = 'closed') = (closed_at is not null)),
  check ((revoked_at is null) = (revocation_reason is null)),
  check (revoked_at is null or state = 'issued')
);
create unique index certificate_reference on issuer.certificate (reference) where state <> 'closed';
create unique index certificate_key on issuer.certificate (spki_sha256) where state <> 'closed' and key_once;
create unique index certificate_sha256 on issuer.certificate (sha256) where sha256 is not null;
create index certificate_credential on issuer.certificate (credential_id) where credential_id is not null;
create index certificate_unfinished on issuer.certificate (lease_until) where state in ('reserved', 'intent');
create index certificate_not_good on issuer.certificate (authority_id, serial) where state = 'closed' or revoked_at is not null;

create table issuer.responder (
  id uuid primary key,
  authority_id text not null references issuer.authority,
  spki bytea not null,
  sealed_key bytea not null,
  certificate bytea,
  not_after timestamptz,
  created_at timestamptz not null
);
create index responder_authority on issuer.responder (authority_id, not_after desc);

-- The CRL in force: one row, replaced whole by a higher number.
create table issuer.crl (
  authority_id text primary key references issuer.authority,
  number bigint not null,
  der bytea not null,
  etag text not null,
  -- The status generation that it covers.
  generation bigint not null,
  this_update timestamptz not null,
  next_update timestamptz not null
);

create table issuer.recovery_key (
  id uuid primary key,
  authority_id text not null references issuer.authority,
  spki bytea not null,
  sealed_key bytea not null,
  certificate bytea,
  created_at timestamptz not null
);

-- Encryption keys, each under the recovery certificate (CMS). Rows are never deleted: FPKI CP §4.12.1 keeps them at
-- least a year past the certificate.
create table issuer.escrow (
  reference text primary key,
  spki bytea not null,
  key_type text not null,
  cms bytea not null,
  recovery_key_id uuid not null references issuer.recovery_key,
  person_id uuid,
  -- Sealed under the master key until the holder has the key, so that an interrupted activation can go on.
  pending_delivery bytea,
  escrowed_at timestamptz not null
);
create index escrow_pending on issuer.escrow (escrowed_at) where pending_delivery is not null;
