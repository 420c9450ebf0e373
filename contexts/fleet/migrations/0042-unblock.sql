-- A derived credential PIN that was forgotten: the challenge that the phone shows, one a device.
create table fleet.unblock (
  device_id uuid primary key references fleet.device,
  -- The response is for this credential alone.
  credential_id uuid not null,
  -- No secret: what answers it is made with a key of the server's, after a card sign-in.
  challenge text not null,
  -- For which the portal gave the response; null until it did.
  unlock_type text,
  tries int not null,
  expires_at timestamptz not null
);
