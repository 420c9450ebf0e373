-- What devices have now of each configuration, for overview: its published version, not the draft after it.
create view fleet.overview_published_configuration as
  select c.id, c.kind, v.name, v.audience, v.value
  from fleet.configuration c
    join fleet.configuration_version v on v.configuration_id = c.id and v.number = c.published_version
  where c.deleted_at is null;
