-- One sealer chains the rows of kernel.audit in the order in which they became safe to chain.
create table kernel.audit_chain (
  position bigint primary key,
  audit_id bigint not null unique references kernel.audit (id),
  hash bytea not null
);

-- A signed statement of how far the chain went. Copies are kept outside the database too.
create table kernel.audit_checkpoint (
  position bigint primary key,
  statement text not null,
  signature bytea not null
);
create index audit_unsealed on kernel.audit (xid);
-- Where the sealer goes on: transactions before this one are chained whole, so that sealing never reads the whole log.
create table kernel.audit_unsealed_from (
  one boolean primary key default true check (one),
  min_xid xid8 not null
);
insert into kernel.audit_unsealed_from (min_xid) values ('0');
