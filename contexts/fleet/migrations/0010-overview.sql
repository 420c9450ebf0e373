-- Parts of the fleet with administrators of their own. Every device is in one; the default space has no rule and takes
-- those that no other space claims.
create table fleet.space (
  id uuid primary key,
  name text not null,
  -- Lower is asked first which devices it claims; the default space comes last.
  rank integer not null,
  -- {"deviceGroups": [...], "userGroups": [...]}: a device in any of them belongs here.
  rule jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null default now()
);
create unique index space_name on fleet.space (lower(name));
insert into fleet.space (id, name, rank, rule) values
  ('00000000-0000-4000-8000-000000000001', 'Default', 2147483647, '{"deviceGroups": [], "userGroups": []}');

alter table fleet.device
  add column space_id uuid not null default '00000000-0000-4000-8000-000000000001' references fleet.space (id),
  -- Moved by an administrator: rules leave it where it is.
  add column space_by_hand boolean not null default false,
  -- Counts edits by administrators.
  add column version integer not null default 1;
create index device_space on fleet.device (space_id, id);

-- What overview may read.
create view fleet.overview_device as
  select id, person_id, name, platform, os_version, model, wallet_version, state, registered_at, last_check_in_at,
    ended_at, space_id
  from fleet.device;
create view fleet.overview_registration_pin as
  select id, person_id, request_id, state, created_at, expires_at, used_at, device_id from fleet.registration_pin;
