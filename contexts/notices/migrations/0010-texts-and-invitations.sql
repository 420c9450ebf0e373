-- Texts of the organisation's own; without a row the built-in one is sent.
create table notices.text (
  kind text not null,
  language text not null,
  subject text not null,
  body text not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  -- As in the audit log.
  changed_by jsonb not null,
  primary key (kind, language)
);

-- Invitations to many: walked in slices, each in a transaction that moves the cursor with what it sent.
create table notices.invitation (
  id uuid primary key,
  person_id uuid,
  group_id uuid,
  name text not null,
  state text not null check (state in ('running', 'done')),
  asked_by jsonb not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- The last person of the slice before.
  cursor uuid,
  invited integer not null default 0,
  skipped integer not null default 0,
  check ((person_id is null) <> (group_id is null))
);
create unique index invitation_running on notices.invitation (group_id) where state = 'running';
create index invitation_started on notices.invitation (started_at desc, id desc);

alter table notices.notice add column invitation_id uuid references notices.invitation;
-- Whatever is repeated: one mail a person.
create unique index notice_invitation on notices.notice (invitation_id, person_id) where invitation_id is not null;
