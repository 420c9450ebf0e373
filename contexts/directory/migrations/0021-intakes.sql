-- What a file, or a run of an LDAP connection, would change about people: judged line by line before anything happens.
create table directory.intake (
  id uuid primary key,
  origin text not null check (origin in ('csv', 'ldap')),
  -- The LDAP connection; null for a file.
  source_id uuid,
  name text not null,
  state text not null check (state in ('reading', 'ready', 'waiting', 'applying', 'done', 'discarded', 'failed')),
  options jsonb not null,
  counts jsonb not null,
  lines integer not null default 0,
  done integer not null default 0,
  -- Lines up to this one are applied, where they are applied in several transactions.
  through_line integer not null default 0,
  problem text,
  made_by jsonb not null,
  made_at timestamptz not null,
  applied_by jsonb,
  ended_at timestamptz
);
create index intake_newest on directory.intake (made_at desc, id desc);
create index intake_of_source on directory.intake (source_id, state) where source_id is not null;

-- Lines that change nothing are counted and not kept.
create table directory.intake_line (
  intake_id uuid not null references directory.intake (id) on delete cascade,
  line integer not null,
  outcome text not null check (outcome in ('new', 'changed', 'refused', 'gone')),
  reason text,
  -- Whom it changes, and the version of them that was judged.
  person_id uuid,
  person_version integer,
  external_id text,
  facts jsonb not null,
  -- The state that the line asks for; null where it asks for none.
  state text check (state in ('active', 'suspended', 'terminated')),
  changes jsonb not null default '[]',
  joins text[] not null default '{}',
  leaves text[] not null default '{}',
  primary key (intake_id, line)
);
create index intake_line_outcome on directory.intake_line (intake_id, outcome, line);

-- A directory that people are read from. The password is sealed under the master key.
create table directory.ldap_connection (
  id uuid primary key,
  version integer not null default 1,
  connection jsonb not null,
  sealed_password bytea,
  enabled boolean not null,
  next_at timestamptz,
  -- What changed before this was read already; null: the next run reads everything.
  read_through timestamptz,
  last_at timestamptz,
  last_outcome text check (last_outcome in ('done', 'waiting', 'failed')),
  last_problem text,
  -- One process at a time: whoever runs it renews this.
  busy_until timestamptz,
  busy_token uuid,
  changed_at timestamptz not null,
  changed_by jsonb not null
);
create unique index ldap_connection_name on directory.ldap_connection (lower(connection ->> 'name'));
create index ldap_connection_due on directory.ldap_connection (next_at) where enabled;
create index person_source on directory.person (source_id) where source_id is not null;
