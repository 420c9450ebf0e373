-- The audit log is read by what it says, not only by whom it concerns. Each is walked in the order of the ids.
create index audit_at on kernel.audit (at);
create index audit_act on kernel.audit (act collate "C", id);
create index audit_actor on kernel.audit ((actor ->> 'personId'), id) where actor ->> 'personId' is not null;
-- People, devices and the system itself do nearly everything: those are found without.
create index audit_actor_kind on kernel.audit ((actor ->> 'kind'), id)
  where actor ->> 'kind' not in ('person', 'device', 'system');
create index audit_refused on kernel.audit (id) where outcome = 'refused';
create index audit_correlation on kernel.audit (correlation_id) where correlation_id is not null;
-- What was refused to somebody of whom no more is known than the name that they typed.
create index audit_refused_name on kernel.audit (lower(details ->> 'userName'), id)
  where outcome = 'refused' and person_id is null and details ->> 'userName' is not null;
