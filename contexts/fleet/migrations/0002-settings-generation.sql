-- Counts changes of settings that every device is told of: part of each desired state's generation, so that a change
-- reaches millions of devices by one row.
create table fleet.settings_generation (
  one boolean primary key default true check (one),
  n bigint not null
);
insert into fleet.settings_generation (n) values (1);
