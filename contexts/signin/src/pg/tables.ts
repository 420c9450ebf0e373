import type { SessionKind } from '@lanyard/contract';

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
  kind: SessionKind;
  certificate_serial: string | null;
  certificate_issuer: string | null;
  certificate_not_after: Date | null;
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

type AdminLinkTable = {
  id: string;
  token_hash: Uint8Array;
  person_id: string | null;
  made_at_start: boolean;
  created_at: Date;
  expires_at: Date;
  redeemed_at: Date | null;
};

export type PasskeyTable = {
  id: string;
  person_id: string;
  credential_id: Uint8Array;
  public_key: Uint8Array;
  counter: number;
  transports: string[];
  name: string;
  synced: boolean;
  created_at: Date;
  last_used_at: Date | null;
};

type PasskeyChallengeTable = {
  challenge_hash: Uint8Array;
  cookie_hash: Uint8Array;
  person_id: string | null;
  expires_at: Date;
};

export type ApiTokenTable = {
  id: string;
  token_hash: Uint8Array;
  name: string;
  scopes: string[];
  person_id: string;
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
};

export type SigninTables = {
  'signin.attempt': AttemptTable;
  'signin.session': SessionTable;
  'signin.status_cache': StatusCacheTable;
  'signin.admin_link': AdminLinkTable;
  'signin.passkey': PasskeyTable;
  'signin.passkey_challenge': PasskeyChallengeTable;
  'signin.api_token': ApiTokenTable;
};
