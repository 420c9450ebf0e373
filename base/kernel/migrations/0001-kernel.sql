-- The audit log. Rows are written unchained in the act's own transaction; the sealer chains those
-- below the oldest running transaction into kernel.audit_chain.
create table kernel.audit (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  act text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  actor jsonb not null,
  person_id uuid,
  device_id uuid,
  object text,
  details jsonb not null default '{}',
  correlation_id text
);
create index audit_person on kernel.audit (person_id, id desc) where person_id is not null;
create index audit_device on kernel.audit (device_id, id desc) where device_id is not null;
create index audit_object on kernel.audit (object, id desc) where object is not null;

-- Tries of guessable things, a row a key and window.
create table kernel.attempt (
  key text not null,
  window_start timestamptz not null,
  n integer not null,
  expires_at timestamptz not null,
  primary key (key, window_start)
);
create index attempt_expires on kernel.attempt (expires_at);

-- Secrets of the installation, sealed under the master key.
create table kernel.sealed_secret (
  name text primary key,
  sealed bytea not null,
  created_at timestamptz not null default now()
);

-- Small facts about the installation, such as that the demo agency was made.
create table kernel.fact (
  name text primary key,
  value jsonb not null
);
