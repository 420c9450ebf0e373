-- Counts that only grow, cheap to read however much was issued: a checkpoint names them, and a database that has
-- less was put back from a backup.
create sequence issuer.serial_count;
alter table issuer.certificate add column ordinal bigint not null default nextval('issuer.serial_count');

create view issuer.growing_counts as
  select 'crl:' || id as name, crl_number as n from issuer.authority
  union all select 'status:' || authority_id, generation from issuer.status
  union all select 'serials', last_value from issuer.serial_count;
