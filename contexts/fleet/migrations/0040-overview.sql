-- The day of the last check-in. A list sorted by the moment itself would have every check-in write an index.
alter table fleet.device add column seen_on date not null
  generated always as (coalesce((last_check_in_at at time zone 'UTC')::date, '-infinity')) stored;
create view fleet.overview_listed_device as
  select id, person_id, name, platform, os_version, model, wallet_version, state, registered_at, last_check_in_at,
    ended_at, space_id, seen_on
  from fleet.device;

-- Lists are walked by these, whatever their length.
create index device_registered on fleet.device (registered_at, id);
create index device_platform on fleet.device (platform, registered_at, id);
create index device_ended on fleet.device (state, registered_at, id) where state <> 'active';
create index device_name on fleet.device (lower(name) collate "C", id);
create index device_seen on fleet.device (seen_on, id);
create index device_quiet on fleet.device (seen_on, id) where state = 'active';

-- Counts for the dashboard, as changes that add up: nobody waits for a common row, and nothing is counted by looking at
-- every row. A job adds the changes up now and then.
create table fleet.tally (name text not null, n bigint not null);
create view fleet.overview_tally as select name, sum(n)::bigint as n from fleet.tally group by name;
insert into fleet.tally select 'device ' || state || ' ' || platform, count(*) from fleet.device group by state, platform;
insert into fleet.tally
  select 'request ' || (created_at at time zone 'UTC')::date || ' registered', count(*)
  from fleet.registration_pin where state = 'used' and request_id is not null group by 1;

create function fleet.tally_device() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then insert into fleet.tally values ('device ' || old.state || ' ' || old.platform, -1); end if;
  if tg_op <> 'DELETE' then insert into fleet.tally values ('device ' || new.state || ' ' || new.platform, 1); end if;
  return null;
end $$;
create trigger device_tallied after insert or delete on fleet.device
  for each row execute function fleet.tally_device();
create trigger device_state_tallied after update of state, platform on fleet.device
  for each row when (old.state is distinct from new.state or old.platform is distinct from new.platform)
  execute function fleet.tally_device();

-- A PIN is made with its request, and counts on that day.
create function fleet.tally_registration() returns trigger language plpgsql as $$
begin
  insert into fleet.tally values ('request ' || (new.created_at at time zone 'UTC')::date || ' registered', 1);
  return null;
end $$;
create trigger registration_tallied after update of state on fleet.registration_pin
  for each row when (new.state = 'used' and old.state <> 'used' and new.request_id is not null)
  execute function fleet.tally_registration();
