-- How phones whose wallet is closed are woken.

-- The key pair by which push services know this installation (RFC 8292): one, made at its first use.
create table fleet.push_key (
  one boolean primary key default true check (one),
  -- An uncompressed point of P-256.
  public_key bytea not null,
  sealed_scalar bytea not null,
  made_at timestamptz not null
);

-- Where a phone is woken, and the one desktop that may do it. It ends with the pairing, wherever that is ended.
create table fleet.push_subscription (
  device_id uuid primary key references fleet.device,
  reader_id text not null references fleet.pairing on delete cascade,
  -- Address and keys: who has them could send notifications.
  sealed bytea not null,
  changed_at timestamptz not null
);
create index push_subscription_reader on fleet.push_subscription (reader_id);
