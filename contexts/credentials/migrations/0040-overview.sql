-- What overview may read: no hashes, no sealed keys.
create view credentials.overview_credential as
  select id, person_id, device_id, request_id, primary_id, provider, name, state, ended_by, created_at, issued_at,
    expires_at, ended_at
  from credentials.credential;
create view credentials.overview_request as
  select id, person_id, primary_id, device_id, credential_id, provider, name, state, created_at,
    coalesce(deadline, expires_at) as expires_at, deadline is not null as accepted, ended_at, with_registration, wrong,
    wrong_limit
  from credentials.request;
create view credentials.overview_primary as
  select id, person_id, certificate, sha256, subject, issuer, serial, not_after, first_proved_at, last_proved_at, status,
    status_at
  from credentials.primary_credential;
create view credentials.overview_certificate as
  select c.credential_id, c.purpose, c.serial, c.subject, c.issuer, c.not_after, d.person_id, d.device_id, d.provider,
    d.name
  from credentials.certificate c join credentials.credential d on d.id = c.credential_id
  where c.serial is not null;

-- Lists are walked by these, whatever their length: each ends in the id, so that pages neither repeat nor miss a row.
create index credential_created on credentials.credential (created_at, id);
create index credential_expires on credentials.credential (expires_at, id);
create index credential_state on credentials.credential (state, created_at, id);
-- Nearly all are of one provider; an index of those would not tell them apart.
create index credential_provider on credentials.credential (provider, created_at, id) where provider <> 'lanyard';
create index request_created on credentials.request (created_at, id);
create index request_state on credentials.request (state, created_at, id);
create index request_provider on credentials.request (provider, created_at, id) where provider <> 'lanyard';
create index request_person on credentials.request (person_id, created_at, id);
create index request_of_device on credentials.request (device_id, created_at, id) where device_id is not null;
create index primary_credential_proved on credentials.primary_credential (last_proved_at, id);
create index primary_credential_ends on credentials.primary_credential (not_after, id);
create index primary_credential_not_good on credentials.primary_credential (status, last_proved_at, id)
  where status <> 'good';
create index primary_credential_serial on credentials.primary_credential (serial collate "C");
create index certificate_serial on credentials.certificate (serial collate "C") where serial is not null;

-- Counts for the dashboard, as changes that add up: nobody waits for a common row, and nothing is counted by looking at
-- every row. A job adds the changes up now and then.
create table credentials.tally (name text not null, n bigint not null);
create view credentials.overview_tally as select name, sum(n)::bigint as n from credentials.tally group by name;
insert into credentials.tally select 'credential ' || state, count(*) from credentials.credential group by state;
insert into credentials.tally
  select 'request ' || (created_at at time zone 'UTC')::date || ' ' || step.name, count(*)
  from credentials.request r
    cross join lateral (values ('requested', true), ('registered', not r.with_registration),
      ('accepted', r.credential_id is not null), ('activated', r.state = 'activated')) as step (name, reached)
  where step.reached group by 1;

create function credentials.tally_credential() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then insert into credentials.tally values ('credential ' || old.state, -1); end if;
  if tg_op <> 'DELETE' then insert into credentials.tally values ('credential ' || new.state, 1); end if;
  return null;
end $$;
create trigger credential_tallied after insert or delete on credentials.credential
  for each row execute function credentials.tally_credential();
create trigger credential_state_tallied after update of state on credentials.credential
  for each row when (old.state is distinct from new.state) execute function credentials.tally_credential();

-- A request counts on the day on which it was made, for each step that it comes to.
create function credentials.tally_request() returns trigger language plpgsql as $$
declare
  made text := 'request ' || (new.created_at at time zone 'UTC')::date || ' ';
begin
  if tg_op = 'INSERT' then
    insert into credentials.tally values (made || 'requested', 1);
    if not new.with_registration then insert into credentials.tally values (made || 'registered', 1); end if;
  elsif new.state = 'activated' and old.state <> 'activated' then
    insert into credentials.tally values (made || 'activated', 1);
  elsif new.credential_id is not null and old.credential_id is null then
    insert into credentials.tally values (made || 'accepted', 1);
  end if;
  return null;
end $$;
create trigger request_tallied after insert on credentials.request
  for each row execute function credentials.tally_request();
create trigger request_step_tallied after update of state, credential_id on credentials.request
  for each row when (old.state is distinct from new.state or old.credential_id is distinct from new.credential_id)
  execute function credentials.tally_request();
