-- An invitation to enrol through EST or SCEP: whom the certificate is for, and the hash of a one-time password.
-- What it grants is one key, and from then on one successor for each certificate until it ends.
create table issuer.enrolment (
  id uuid primary key,
  protocol text not null check (protocol in ('est', 'scep')),
  -- The user name of HTTP Basic; the first part of a SCEP challenge.
  name text not null unique check (name ~ '^[0-9A-Z]{10}$'),
  secret_sha256 bytea not null,
  authority_id text not null references issuer.authority,
  profile text not null,
  subject bytea not null,
  upn text,
  email text,
  policies text[] not null,
  person_id uuid not null,
  device_id uuid,
  -- Days of each certificate, and the moment that none of them passes.
  certificate_days integer not null check (certificate_days between 1 and 1096),
  ends_at timestamptz not null,
  -- The password is good until then.
  expires_at timestamptz not null,
  created_at timestamptz not null,
  -- The one key that the password was used for: a repeated call is answered, another key is not.
  spki_sha256 bytea,
  used_at timestamptz,
  ended_at timestamptz,
  check ((spki_sha256 is null) = (used_at is null))
);
create index enrolment_person on issuer.enrolment (person_id) where ended_at is null;
