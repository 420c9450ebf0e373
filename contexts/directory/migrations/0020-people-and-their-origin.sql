-- Where people and groups come from, who changed them last, and how lists find them.
alter table directory.person
  add column version integer not null default 1,
  add column origin text not null default 'hand' check (origin in ('hand', 'csv', 'ldap', 'scim')),
  -- What the source calls them: entryUUID of LDAP, externalId of SCIM.
  add column external_id text,
  -- The connection that looks after them, where an LDAP directory does.
  add column source_id uuid,
  add column state_reason text,
  -- A source takes back only what it did itself: whom the help desk suspended, no sync resumes.
  add column state_by_source boolean not null default false,
  -- Null while nothing changed since it was made.
  add column changed_at timestamptz,
  add column changed_by jsonb;

alter table directory.user_group
  add column version integer not null default 1,
  add column origin text not null default 'hand' check (origin in ('hand', 'csv', 'ldap', 'scim')),
  add column external_id text,
  add column source_id uuid,
  add column changed_at timestamptz,
  add column changed_by jsonb;

-- In the C collation one index serves both the order of a list and words typed from their beginning.
create index person_list_user_name on directory.person (lower(user_name) collate "C", id);
create index person_list_upn on directory.person (lower(upn) collate "C", id);
create index person_list_email on directory.person (lower(email) collate "C", id);
create index person_list_surname on directory.person (lower(surname) collate "C", id);
create index person_list_given_name on directory.person (lower(given_name) collate "C", id);
create index person_list_display_name on directory.person (lower(display_name) collate "C", id);
create index person_list_created on directory.person (created_at, id);
create index person_list_state on directory.person (state, lower(user_name) collate "C", id);
create index person_list_origin on directory.person (origin, lower(user_name) collate "C", id);
create index user_group_list on directory.user_group (lower(name) collate "C", id);

-- One person of a source is one person here.
create unique index person_external on directory.person (origin, source_id, external_id) nulls not distinct
  where external_id is not null;
create unique index user_group_external on directory.user_group (origin, source_id, external_id) nulls not distinct
  where external_id is not null;

create view directory.overview_person as
  select id, user_name, upn, email, display_name, state, state_since, created_at, origin from directory.person;
create view directory.overview_group as
  select g.id, g.name, g.origin, g.created_at from directory.user_group g;
create view directory.overview_membership as
  select person_id, group_id from directory.membership;
