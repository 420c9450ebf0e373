-- The app catalog: apps, what they are told when they start, and the packages of in-house apps.
create table fleet.app (
  id uuid primary key,
  platform text not null check (platform in ('ios', 'android')),
  kind text not null,
  source text not null check (source in ('store', 'in-house')),
  identifier text not null,
  name text not null,
  category text not null check (category <> ''),
  description text not null,
  instructions text not null,
  app_connect boolean not null,
  space_id uuid not null references fleet.space (id),
  all_spaces boolean not null,
  audience jsonb not null,
  -- Whom it is for: a device that has one of the scopes gets it.
  scopes text[] not null,
  version integer not null default 1,
  -- Counts whatever devices are told anew: the app, its app configurations, its package.
  told integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  deleted_at timestamptz
);
-- References in files are by name and platform. One identifier is one app: a device has it once.
create unique index app_name on fleet.app (lower(name), platform) where deleted_at is null;
create unique index app_identifier on fleet.app (platform, identifier) where deleted_at is null;
create index app_scopes on fleet.app using gin (scopes) where deleted_at is null;
create index app_deleted on fleet.app (deleted_at) where deleted_at is not null;

create table fleet.app_version (
  app_id uuid not null references fleet.app (id) on delete cascade,
  number integer not null,
  content jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (app_id, number)
);

-- Tried by rank; the first whose audience a device is in is what the app is told.
create table fleet.app_configuration (
  id uuid primary key,
  app_id uuid not null references fleet.app (id) on delete cascade,
  name text not null,
  description text not null,
  audience jsonb not null,
  scopes text[] not null,
  value jsonb not null,
  rank integer not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  deleted_at timestamptz
);
create unique index app_configuration_name on fleet.app_configuration (app_id, lower(name)) where deleted_at is null;
create index app_configuration_deleted on fleet.app_configuration (deleted_at) where deleted_at is not null;

create table fleet.app_configuration_version (
  configuration_id uuid not null references fleet.app_configuration (id) on delete cascade,
  number integer not null,
  content jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (configuration_id, number)
);

-- Which configurations an app configuration names, and at which of its places.
create table fleet.app_reference (
  app_configuration_id uuid not null references fleet.app_configuration (id) on delete cascade,
  configuration_id uuid not null,
  place text not null,
  primary key (app_configuration_id, configuration_id, place)
);
create index app_reference_configuration on fleet.app_reference (configuration_id);

-- An IPA or APK. Without an app it was uploaded and waits to become one.
create table fleet.app_package (
  id uuid primary key,
  app_id uuid references fleet.app (id) on delete cascade,
  state text not null check (state in ('receiving', 'read')),
  platform text,
  identifier text,
  name text,
  version text,
  build text,
  minimum_os text,
  icon bytea,
  size bigint,
  sha256 text,
  uploaded_at timestamptz not null,
  uploaded_by text not null,
  -- Until then it can become an app, or a version of one.
  expires_at timestamptz
);
create index app_package_app on fleet.app_package (app_id, uploaded_at desc);
create index app_package_expires on fleet.app_package (expires_at) where expires_at is not null;

create table fleet.app_package_chunk (
  package_id uuid not null references fleet.app_package (id) on delete cascade,
  number integer not null,
  content bytea not null,
  primary key (package_id, number)
);
-- Packages are compressed already.
alter table fleet.app_package_chunk alter column content set storage external;

create table fleet.app_screenshot (
  id uuid primary key,
  app_id uuid not null references fleet.app (id) on delete cascade,
  type text not null check (type in ('image/png', 'image/jpeg')),
  content bytea not null,
  added_at timestamptz not null
);
create index app_screenshot_app on fleet.app_screenshot (app_id, added_at);

-- What overview may read.
create view fleet.overview_app as
  select id, platform, kind, source, identifier, name, category, app_connect, space_id, all_spaces, version, changed_at
  from fleet.app where deleted_at is null;
create view fleet.overview_app_configuration as
  select c.id, c.app_id, c.name, c.rank, c.value, c.version, c.changed_at
  from fleet.app_configuration c join fleet.app a on a.id = c.app_id
  where c.deleted_at is null and a.deleted_at is null;
