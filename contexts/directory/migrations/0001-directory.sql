-- People, user groups, and the settings that groups have. Written by the directory alone.
create table directory.person (
  id uuid primary key,
  user_name text not null,
  upn text not null,
  email text not null,
  display_name text not null,
  given_name text not null,
  surname text not null,
  state text not null check (state in ('active', 'suspended', 'terminated')),
  roles text[] not null default '{}',
  created_at timestamptz not null,
  state_since timestamptz not null
);
-- Sign-in and registration find a person by these, whatever the case they are typed in.
create unique index person_user_name on directory.person (lower(user_name));
create unique index person_upn on directory.person (lower(upn));

create table directory.user_group (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null
);
create unique index user_group_name on directory.user_group (lower(name));

create table directory.membership (
  person_id uuid not null references directory.person (id) on delete cascade,
  group_id uuid not null references directory.user_group (id) on delete cascade,
  primary key (person_id, group_id)
);
create index membership_group on directory.membership (group_id);

-- A row without a group is the default of its kind; of a person's groups the lowest rank wins whole.
create table directory.setting (
  id uuid primary key,
  kind text not null,
  group_id uuid references directory.user_group (id) on delete cascade,
  rank integer not null default 0,
  value jsonb not null,
  changed_at timestamptz not null
);
create unique index setting_owner on directory.setting (kind, group_id) nulls not distinct;
create index setting_rank on directory.setting (kind, rank);
