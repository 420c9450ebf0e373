-- Desktops that phones are a card for, who is paired with whom, and where a desktop's connection lives.

-- A server process that keeps connections of readers; the others reach it at its address.
create table fleet.relay_node (
  id uuid primary key,
  address text not null,
  seen_at timestamptz not null
);

-- A reader that waits to be paired, or is paired. Others leave no row.
create table fleet.reader (
  -- SHA-256 of its key, base64url.
  id text primary key,
  name text not null,
  seen_at timestamptz not null,
  -- Where its connection lives; null while it has none.
  node_id uuid references fleet.relay_node on delete set null,
  connection_id uuid,
  -- MAC of the word that it shows while it waits.
  word_mac bytea,
  word_until timestamptz
);
create unique index reader_word on fleet.reader (word_mac) where word_mac is not null;
create index reader_node on fleet.reader (node_id) where node_id is not null;
create index reader_seen on fleet.reader (seen_at);

-- One phone at the most for a desktop; a phone may have several desktops.
create table fleet.pairing (
  reader_id text primary key references fleet.reader,
  device_id uuid not null references fleet.device,
  person_id uuid not null,
  paired_at timestamptz not null,
  last_connected_at timestamptz,
  -- A way between the two stands at the moment; only as true as the reader's node is alive.
  connected boolean not null default false
);
create index pairing_device on fleet.pairing (device_id);
create index pairing_person on fleet.pairing (person_id);

-- The right to open one way, once.
create table fleet.relay_ticket (
  hash bytea primary key,
  reader_id text not null,
  device_id uuid not null,
  person_id uuid not null,
  purpose text not null check (purpose in ('pair', 'connect')),
  expires_at timestamptz not null
);
create index relay_ticket_expires on fleet.relay_ticket (expires_at);
