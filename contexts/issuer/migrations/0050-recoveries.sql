-- Who asked for an escrowed key, and whether it was handed out: once, to who asked, within a day.
create table issuer.recovery (
  id uuid primary key,
  sha256 text not null,
  reason text not null,
  asked_by uuid not null,
  approval_id uuid,
  asked_at timestamptz not null,
  -- Null while a second person has not approved it.
  ready_at timestamptz,
  -- As in the audit log: who asked, and who approved.
  actor jsonb,
  taken_at timestamptz
);
create index recovery_asked on issuer.recovery (asked_at desc);
