-- Who makes derived credentials here. Those of the product are always there; apps of other vendors are added.
create table credentials.provider (
  id uuid primary key,
  kind text not null check (kind in ('lanyard', 'entrust', 'purebred', 'other')),
  name text not null,
  enabled boolean not null,
  value jsonb not null,
  version integer not null default 1,
  changed_at timestamptz,
  -- As in the audit log.
  changed_by jsonb
);
create unique index provider_of_product on credentials.provider (kind) where kind <> 'other';
create unique index provider_name on credentials.provider (lower(name));
insert into credentials.provider (id, kind, name, enabled, value) values
  (gen_random_uuid(), 'lanyard', 'Lanyard', true, '{"enabled": true}'),
  (gen_random_uuid(), 'entrust', 'Entrust IdentityGuard', false, '{"enabled": false}'),
  (gen_random_uuid(), 'purebred', 'DISA Purebred', false, '{"enabled": false}');
