-- RSA keys by which an authority speaks SCEP: it receives requests under them and signs its answers (RFC 8894 §2.3).
create table issuer.registration_key (
  id uuid primary key,
  authority_id text not null references issuer.authority,
  spki bytea not null,
  sealed_key bytea not null,
  certificate bytea,
  not_after timestamptz,
  created_at timestamptz not null
);
create index registration_key_authority on issuer.registration_key (authority_id, not_after desc);

-- What came of a transaction: its repetition and a poll are for whoever signed the first message (RFC 8894 §3.2.1.1).
create table issuer.scep_transaction (
  authority_id text not null references issuer.authority,
  transaction_id text not null check (length(transaction_id) between 1 and 128),
  signer_sha256 bytea not null,
  certificate bytea,
  created_at timestamptz not null,
  primary key (authority_id, transaction_id)
);
create index scep_transaction_age on issuer.scep_transaction (created_at);
