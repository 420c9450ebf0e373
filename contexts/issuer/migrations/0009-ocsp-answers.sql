-- OCSP answers signed before anybody asks, by the CertID that they are about. A row is good until it is removed in
-- the transaction that changes its certificate's status.
create table issuer.ocsp_answer (
  authority_id text not null references issuer.authority,
  cert_id bytea not null,
  serial text not null,
  der bytea not null,
  this_update timestamptz not null,
  next_update timestamptz not null,
  primary key (authority_id, cert_id)
);
create index ocsp_answer_serial on issuer.ocsp_answer (authority_id, serial);
create index ocsp_answer_age on issuer.ocsp_answer (next_update);
