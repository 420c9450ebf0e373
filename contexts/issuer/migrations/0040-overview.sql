-- What overview may read: certificates that were issued, and the state of the authorities; no keys.
create view issuer.overview_certificate as
  select id, serial, sha256, authority_id, profile, der, issued_at, not_after, revoked_at, revocation_reason, person_id,
    device_id, credential_id
  from issuer.certificate where state = 'issued';
create view issuer.overview_authority as
  select a.id, a.kind, a.line, a.certificate, a.active_from, s.generation,
    c.number, c.generation as crl_generation, c.this_update, c.next_update, octet_length(c.der) as octets,
    (select max(not_after) from issuer.responder r where r.authority_id = a.id) as responder_not_after
  from issuer.authority a
    left join issuer.status s on s.authority_id = a.id
    left join issuer.crl c on c.authority_id = a.id;
create view issuer.overview_ocsp_answer as select authority_id, next_update from issuer.ocsp_answer;
create view issuer.overview_growing_counts as select name, n from issuer.growing_counts;

-- Lists are walked by these, whatever their length; reserved numbers and intents never enter them. What is included is
-- filtered by, so that counting needs no look at the rows.
create index certificate_issued on issuer.certificate (issued_at, id) where state = 'issued';
create index certificate_ends on issuer.certificate (not_after, id) include (profile, revoked_at) where state = 'issued';
create index certificate_of_authority on issuer.certificate (authority_id, issued_at, id) where state = 'issued';
create index certificate_ended on issuer.certificate (issued_at, id) include (revocation_reason)
  where state = 'issued' and revoked_at is not null;
create index certificate_held on issuer.certificate (issued_at, id)
  where state = 'issued' and revocation_reason = 'certificateHold';
create index certificate_serial on issuer.certificate (serial collate "C", id) where state = 'issued';
create index certificate_device on issuer.certificate (device_id, issued_at, id)
  where state = 'issued' and device_id is not null;
