-- Where the key of an authority is: sealed here, in a PKCS #11 token under a label, or neither. Only a root may be
-- kept offline: its certificate and CRLs come from a key ceremony.
alter table issuer.authority alter column sealed_key drop not null;
alter table issuer.authority add column token_label text unique;
alter table issuer.authority add constraint authority_key check (
  num_nonnulls(sealed_key, token_label) = 1 or (kind = 'root' and num_nonnulls(sealed_key, token_label) = 0)
);

-- A successor of an authority stands in the same line. Who asks for certificates names the line, and gets the newest
-- that is active; each goes on with its own CRL and OCSP under its own id.
alter table issuer.authority add column line text;
update issuer.authority set line = id;
alter table issuer.authority alter column line set not null;
alter table issuer.authority add column active_from timestamptz;
update issuer.authority set active_from = created_at;
alter table issuer.authority alter column active_from set not null;
create index authority_line on issuer.authority (line, active_from desc);
