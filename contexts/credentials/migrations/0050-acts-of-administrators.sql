-- An administrator can suspend a credential too: a hold of its own, that the card's and the person's do not lift.
alter table credentials.credential add column hold_admin boolean not null default false;

-- An act on many objects: what was chosen is written down first, then done one by one by whoever takes a job, so that
-- a process that dies leaves nothing half done and nothing is done twice.
create table credentials.bulk (
  id uuid primary key,
  area text not null check (area in ('credentials', 'requests', 'devices')),
  act text not null,
  cause text,
  reason text not null,
  -- Who asked; with who approved it, once it runs.
  actor jsonb not null,
  person_id uuid not null,
  -- waiting: for a second person.
  state text not null check (state in ('waiting', 'running', 'done')),
  approval_id uuid,
  total integer not null,
  created_at timestamptz not null,
  done_at timestamptz
);
create index bulk_running on credentials.bulk (created_at) where state = 'running';
create index bulk_created on credentials.bulk (created_at);

create table credentials.bulk_item (
  bulk_id uuid not null references credentials.bulk on delete cascade,
  position integer not null,
  object_id uuid not null,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'done', 'unchanged', 'failed')),
  code text,
  -- Times that it failed for a reason that may pass.
  tries integer not null default 0,
  primary key (bulk_id, position)
);
create index bulk_item_waiting on credentials.bulk_item (bulk_id, tries, position) where outcome = 'waiting';
