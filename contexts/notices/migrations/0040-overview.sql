-- What overview may read: who was told what, and whether it arrived.
create view notices.overview_notice as
  select id, person_id, kind, facts, created_at, delivered_at, delivered_to from notices.notice;
