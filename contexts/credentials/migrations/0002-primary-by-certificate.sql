-- A card issuer that tells of a change names certificates, not people.
create index primary_credential_certificate on credentials.primary_credential (sha256);
