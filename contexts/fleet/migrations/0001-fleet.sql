-- Devices, their registration, their shares of the vault, and the replay memory of their calls. Written by fleet alone.
create table fleet.device (
  id uuid primary key,
  person_id uuid not null,
  state text not null check (state in ('active', 'lost', 'retired')),
  name text not null,
  platform text not null check (platform in ('ios', 'android', 'desktop', 'unknown')),
  os_version text not null,
  model text not null,
  wallet_version text not null,
  installation_id uuid not null,
  -- RFC 7638 of the signing key, the key that every call is proved with.
  thumbprint text not null,
  agreement_key jsonb not null,
  -- Tokens of an older epoch are refused at once.
  epoch integer not null default 1,
  -- Counts changes of the desired state.
  generation bigint not null default 1,
  registered_at timestamptz not null,
  last_check_in_at timestamptz,
  ended_at timestamptz
);
create unique index device_thumbprint on fleet.device (thumbprint) where state = 'active';
create index device_person on fleet.device (person_id, registered_at desc);

create table fleet.registration_pin (
  id uuid primary key,
  person_id uuid not null,
  -- The credential request it was made with and ends with.
  request_id uuid,
  hash text not null,
  state text not null check (state in ('open', 'used', 'superseded', 'cancelled')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  device_id uuid references fleet.device
);
create unique index registration_pin_open on fleet.registration_pin (person_id) where state = 'open';
create index registration_pin_person on fleet.registration_pin (person_id, created_at desc);
create index registration_pin_request on fleet.registration_pin (request_id) where request_id is not null;

-- A destroyed share stays as a row, so that an older copy of the wallet cannot set it anew.
create table fleet.vault_share (
  device_id uuid not null references fleet.device,
  way text not null check (way in ('passcode', 'pin')),
  -- 32 octets, sealed under the master key.
  sealed bytea,
  verifier_sha256 bytea not null,
  tries integer not null check (tries >= 0),
  -- Idempotency key of the call that set it.
  set_by uuid not null,
  changed_at timestamptz not null,
  primary key (device_id, way)
);

-- Calls that changed something, with their answer: the same call again is answered, not done, again.
create table fleet.device_call (
  owner text not null,
  key uuid not null,
  digest bytea not null,
  state text not null check (state in ('running', 'done', 'burnt')),
  answer bytea,
  started_at timestamptz not null,
  primary key (owner, key)
);
create index device_call_started on fleet.device_call (started_at);
