-- Ways in beside the card: one-time links of the console, passkeys of administrators, API tokens of programs.

-- A link and a passkey have no certificate; the session says what opened it.
alter table signin.session alter column certificate_serial drop not null;
alter table signin.session alter column certificate_issuer drop not null;
alter table signin.session alter column certificate_not_after drop not null;
alter table signin.session drop constraint session_kind_check;
alter table signin.session add constraint session_kind_check check (kind in ('primary', 'derived', 'link', 'passkey'));
alter table signin.session add constraint session_certificate
  check ((kind in ('primary', 'derived')) = (certificate_serial is not null));

create table signin.admin_link (
  id uuid primary key,
  token_hash bytea not null unique,
  -- Null: whoever redeems it becomes a new administrator.
  person_id uuid,
  -- `start` counts only while nobody is administrator; `console` always.
  made_at_start boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  redeemed_at timestamptz
);
create index admin_link_expires on signin.admin_link (expires_at);

create table signin.passkey (
  id uuid primary key,
  person_id uuid not null,
  credential_id bytea not null unique,
  public_key bytea not null,
  -- As the authenticator counts; one that does not count says 0.
  counter bigint not null,
  transports text[] not null,
  name text not null,
  synced boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_person on signin.passkey (person_id);

-- What an authenticator is to sign, once; bound to the browser that asked.
create table signin.passkey_challenge (
  challenge_hash bytea primary key,
  cookie_hash bytea not null,
  -- Null: to sign in, by whoever it turns out to be.
  person_id uuid,
  expires_at timestamptz not null
);
create index passkey_challenge_expires on signin.passkey_challenge (expires_at);

create table signin.api_token (
  id uuid primary key,
  token_hash bytea not null unique,
  name text not null,
  scopes text[] not null,
  -- Who made it: it may never do more than they.
  person_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_token_created on signin.api_token (created_at desc, id);
