-- Settings have a name, a version and a history, and one may hold for several user groups.
alter table directory.setting
  add column name text,
  add column is_default boolean,
  add column version integer not null default 1,
  -- As in the audit log.
  add column changed_by jsonb;
update directory.setting set is_default = group_id is null, name = 'Default';
update directory.setting s set name = g.name from directory.user_group g where g.id = s.group_id;
alter table directory.setting alter column name set not null, alter column is_default set not null;

create table directory.setting_group (
  setting_id uuid not null references directory.setting (id) on delete cascade,
  group_id uuid not null references directory.user_group (id) on delete cascade,
  primary key (setting_id, group_id)
);
create index setting_group_group on directory.setting_group (group_id);
insert into directory.setting_group select id, group_id from directory.setting where group_id is not null;

drop index directory.setting_owner;
alter table directory.setting drop column group_id;
create unique index setting_default on directory.setting (kind) where is_default;
create unique index setting_name on directory.setting (kind, lower(name)) where not is_default;

-- What each setting was after every change; a deleted one can be put back from here.
create table directory.setting_history (
  id bigint generated always as identity primary key,
  setting_id uuid not null,
  kind text not null,
  version integer not null,
  act text not null check (act in ('made', 'changed', 'moved', 'deleted', 'put back')),
  name text not null,
  is_default boolean not null,
  group_ids uuid[] not null,
  value jsonb not null,
  at timestamptz not null,
  -- As in the audit log.
  by jsonb not null
);
create index setting_history_kind on directory.setting_history (kind, id desc);
create index setting_history_setting on directory.setting_history (setting_id, id desc);
insert into directory.setting_history (setting_id, kind, version, act, name, is_default, group_ids, value, at, by)
  select s.id, s.kind, 1, 'made', s.name, s.is_default,
    array(select group_id from directory.setting_group g where g.setting_id = s.id), s.value, s.changed_at,
    '{"kind": "system", "part": "directory"}'
  from directory.setting s;

-- Logos that branding names by their hash. They are small, few and never changed.
create table directory.logo (
  sha256 text primary key,
  media_type text not null,
  octets bytea not null,
  width integer not null,
  height integer not null,
  made_at timestamptz not null
);
