-- Keys that vouch for the data on a card (FIPS 201-3 §4.2.1): each with its own certificate.
create table issuer.content_signer (
  id uuid primary key,
  authority_id text not null references issuer.authority,
  spki bytea not null,
  sealed_key bytea not null,
  certificate bytea,
  not_after timestamptz,
  created_at timestamptz not null
);
create index content_signer_authority on issuer.content_signer (authority_id, not_after desc);
-- Of many processes that miss one at once, one makes the key.
create unique index content_signer_unfinished on issuer.content_signer (authority_id) where certificate is null;
