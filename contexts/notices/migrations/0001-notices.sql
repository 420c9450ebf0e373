create schema if not exists notices;

-- What people are told, by means independent of the phone (SP 800-157r1 §2.2): kept until delivered, and as proof.
create table notices.notice (
  id uuid primary key,
  person_id uuid not null,
  kind text not null,
  facts jsonb not null,
  created_at timestamptz not null,
  delivered_at timestamptz,
  delivered_to text
);
create index notice_person on notices.notice (person_id, created_at desc);
create index notice_undelivered on notices.notice (created_at) where delivered_at is null;
