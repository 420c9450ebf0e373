-- Configurations, whom they are for, and what became of them on each device.
create table fleet.configuration (
  id uuid primary key,
  kind text not null,
  name text not null,
  description text not null,
  space_id uuid not null references fleet.space (id),
  all_spaces boolean not null,
  audience jsonb not null,
  value jsonb not null,
  -- Of what is written here; devices have published_version, or nothing.
  version integer not null default 1,
  published_version integer,
  changed_at timestamptz not null,
  changed_by text not null,
  deleted_at timestamptz
);
-- References in files are by name.
create unique index configuration_name on fleet.configuration (lower(name)) where deleted_at is null;
create index configuration_deleted on fleet.configuration (deleted_at) where deleted_at is not null;

create table fleet.configuration_version (
  configuration_id uuid not null references fleet.configuration (id) on delete cascade,
  number integer not null,
  name text not null,
  description text not null,
  space_id uuid not null,
  all_spaces boolean not null,
  audience jsonb not null,
  value jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  published_at timestamptz,
  primary key (configuration_id, number)
);

-- Whom the published version is for: a device that has one of the scopes gets it.
create table fleet.configuration_scope (
  scope text not null,
  configuration_id uuid not null references fleet.configuration (id) on delete cascade,
  primary key (scope, configuration_id)
);
create index configuration_scope_of on fleet.configuration_scope (configuration_id);

-- Counts what was changed for a scope. A publication for a million devices writes one row; a check-in adds up those of
-- the device's own scopes, and only greater sums come after smaller ones.
create table fleet.change_counter (
  scope text primary key,
  n bigint not null
);

-- Devices together, by hand or by rule: {"platforms", "osFrom", "osBelow", "userGroups"}.
create table fleet.device_group (
  id uuid primary key,
  name text not null,
  description text not null,
  rule jsonb,
  version integer not null default 1,
  changed_at timestamptz not null
);
create unique index device_group_name on fleet.device_group (lower(name));
create table fleet.device_group_member (
  group_id uuid not null references fleet.device_group (id) on delete cascade,
  device_id uuid not null references fleet.device (id) on delete cascade,
  primary key (group_id, device_id)
);
create index device_group_member_device on fleet.device_group_member (device_id);

alter table fleet.device
  -- group:… and device-group:… that it is in; all, person:…, device:… and space:… go without saying.
  add column scopes text[] not null default '{}',
  add column udid text,
  add column imsi text;
create index device_scopes on fleet.device using gin (scopes) where state = 'active';

-- What was sent to a device and what it said of it. Without a row nothing was sent.
create table fleet.delivery (
  device_id uuid not null references fleet.device (id) on delete cascade,
  object_id uuid not null,
  what text not null check (what in ('configuration', 'app')),
  kind text not null,
  name text not null,
  version integer not null,
  state text not null check (state in ('sent', 'applied', 'failed', 'withdrawn')),
  reason text,
  at timestamptz not null,
  primary key (device_id, object_id)
);
create index delivery_object on fleet.delivery (object_id, state);

create view fleet.overview_configuration as
  select id, kind, name, space_id, all_spaces, version, published_version, changed_at from fleet.configuration
  where deleted_at is null;
create view fleet.overview_delivery as
  select device_id, object_id, what, kind, name, version, state, reason, at from fleet.delivery;
