-- Who may do what on the admin portal: given by whom, and for which spaces. `person.roles` is a copy that is written in
-- the same transaction, so that whoever looks a person up need not ask here.
create table directory.role_assignment (
  person_id uuid not null references directory.person (id) on delete cascade,
  role text not null,
  -- Ids of the fleet's spaces; null: all.
  spaces text[],
  -- As in the audit log.
  given_by jsonb not null,
  given_at timestamptz not null,
  primary key (person_id, role)
);
create index role_assignment_role on directory.role_assignment (role);
insert into directory.role_assignment (person_id, role, given_by, given_at)
  select id, unnest(roles), '{"kind": "system", "part": "directory"}', created_at from directory.person;

-- Counts the changes of a person's roles, so that two administrators do not overwrite each other unseen.
create table directory.role_version (
  person_id uuid primary key references directory.person (id) on delete cascade,
  version integer not null,
  changed_by jsonb not null,
  changed_at timestamptz not null
);

-- Acts that wait for a second person. The input is exactly what will be done, and holds no secret.
create table directory.approval (
  id uuid primary key,
  act text not null,
  summary text not null,
  input jsonb not null,
  reason text not null,
  state text not null check (state in ('pending', 'approved', 'done', 'refused', 'withdrawn', 'failed')),
  asked_by uuid not null,
  -- As in the audit log: a session or a token.
  asked_actor jsonb not null,
  asked_at timestamptz not null,
  until timestamptz not null,
  decided_by uuid,
  decided_actor jsonb,
  decided_at timestamptz,
  decision_reason text,
  done_at timestamptz,
  failure text
);
create index approval_asked on directory.approval (asked_at desc, id);
create index approval_pending on directory.approval (until) where state = 'pending';
