-- A CRL may have a million entries: it is read in pieces, which compressed storage would unpack whole for each.
alter table issuer.crl alter column der set storage external;
-- Set once the alarm was raised that this CRL is older than it should be.
alter table issuer.crl add column alarmed_at timestamptz;

-- When a hold was taken back: delta CRLs say so (RFC 5280 §5.2.4).
alter table issuer.certificate add column resumed_at timestamptz;
create index certificate_resumed on issuer.certificate (authority_id, resumed_at) where resumed_at is not null;

-- CRLs that were in force: what a delta CRL may build on.
create table issuer.crl_history (
  authority_id text not null references issuer.authority,
  number bigint not null,
  this_update timestamptz not null,
  primary key (authority_id, number)
);

-- What is published beside the full CRL, under the same number: `delta`, and the partitions `0`, `1`, …
create table issuer.crl_extra (
  authority_id text not null references issuer.authority,
  name text not null check (name ~ '^(delta|[0-9]{1,2})$'),
  number bigint not null,
  der bytea not null,
  etag text not null,
  this_update timestamptz not null,
  next_update timestamptz not null,
  primary key (authority_id, name)
);
