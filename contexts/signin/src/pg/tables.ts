// Types, not interfaces: `withTables` asks for an index signature, which only a type alias has of itself.

type AttemptTable = {
  id: string;
  cookie_hash: Uint8Array;
  portal_origin: string;
  created_at: Date;
  expires_at: Date;
  completed_at: Date | null;
  person_id: string | null;
  certificate_serial: string | null;
  certificate_issuer: string | null;
  certificate_not_after: Date | null;
  ticket_hash: Uint8Array | null;
  ticket_expires_at: Date | null;
  redeemed_at: Date | null;
};

export type SessionTable = {
  id: string;
  token_hash: Uint8Array;
  person_id: string;
  kind: 'primary' | 'derived';
  certificate_serial: string;
  certificate_issuer: string;
  certificate_not_after: Date;
  signed_in_at: Date;
  seen_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  ended_why: string | null;
  user_agent: string;
};

type StatusCacheTable = {
  question: Uint8Array;
  answer: Uint8Array;
  fetched_at: Date;
  fresh_until: Date;
};

export type SigninTables = {
  'signin.attempt': AttemptTable;
  'signin.session': SessionTable;
  'signin.status_cache': StatusCacheTable;
};
