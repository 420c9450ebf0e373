-- Card sign-in and sessions. Written by signin alone.

-- One try to sign in, from the button on the portal to the session. Of the cookie and the ticket only hashes are kept.
create table signin.attempt (
  id uuid primary key,
  cookie_hash bytea not null,
  -- Where the browser goes back to: one of the portal's own addresses.
  portal_origin text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  completed_at timestamptz,
  person_id uuid,
  certificate_serial text,
  certificate_issuer text,
  certificate_not_after timestamptz,
  ticket_hash bytea,
  ticket_expires_at timestamptz,
  redeemed_at timestamptz
);
create unique index attempt_ticket on signin.attempt (ticket_hash) where ticket_hash is not null;
create index attempt_expires on signin.attempt (expires_at);

create table signin.session (
  id uuid primary key,
  token_hash bytea not null unique,
  person_id uuid not null,
  kind text not null check (kind in ('primary', 'derived')),
  certificate_serial text not null,
  certificate_issuer text not null,
  certificate_not_after timestamptz not null,
  signed_in_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_why text,
  user_agent text not null
);
create index session_person on signin.session (person_id) where ended_at is null;
create index session_expires on signin.session (expires_at);

-- Answers of authorities about certificates, so that not every sign-in fetches a long list again.
create table signin.status_cache (
  question bytea primary key,
  answer bytea not null,
  fetched_at timestamptz not null,
  fresh_until timestamptz not null
);
create index status_cache_fresh on signin.status_cache (fresh_until);
