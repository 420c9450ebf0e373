import { isLanyardError, LanyardError, type Clock, type Db, type MasterKey } from '@lanyard/kernel';
import type { ErrorCode } from '@lanyard/contract';
import {
  beginCall,
  burnCall,
  endCall,
  forgetCall,
  takeOverCall,
  type CallKey,
  type DeviceCall,
} from './pg/device-calls.ts';

/** A call whose process has not ended it by then is taken over by its repetition. */
const LEASE_MS = 60_000;

/** Refusals that cost a try: the repetition of a call must not cost another. Every other refusal may be tried again. */
const REMEMBERED: readonly ErrorCode[] = [
  'activation_password_wrong',
  'request_locked',
  'registration_refused',
  'vault_secret_wrong',
  'vault_destroyed',
];

export interface OnceOnlyParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly masterKey: MasterKey;
}

type Answer =
  | { readonly value: unknown }
  | { readonly code: ErrorCode; readonly details: Readonly<Record<string, unknown>> };

/**
 * Does a call once. Its row is also the memory that refuses a replayed call with other content.
 * @param digest of method, address and body
 */
export async function onceOnly<T>(
  parts: OnceOnlyParts,
  call: CallKey,
  digest: Uint8Array,
  work: () => Promise<T>,
): Promise<T> {
  const { db, clock } = parts;
  const known = await beginCall(db.pool, call, digest, clock.now());
  if (known !== null) {
    const answer = await recall(parts, call, digest, known);
    if (answer !== null) return replay<T>(answer);
  }
  try {
    const value = await work();
    await endCall(db.pool, call, seal(parts, call, { value }));
    return value;
  } catch (error) {
    if (isLanyardError(error, ...REMEMBERED))
      await endCall(db.pool, call, seal(parts, call, { code: error.code, details: error.details }));
    else await forgetCall(db.pool, call);
    throw error;
  }
}

/** @returns null: the call is to be done, since the process that began it is gone */
async function recall(
  parts: OnceOnlyParts,
  call: CallKey,
  digest: Uint8Array,
  known: DeviceCall,
): Promise<Answer | null> {
  const { db, clock } = parts;
  if (!Buffer.from(known.digest).equals(digest)) {
    // An honest wallet never does this: without the answer the row cannot serve as an oracle for guessed content.
    await burnCall(db.pool, call);
    throw new LanyardError('idempotency_key_reused');
  }
  if (known.state === 'burnt') throw new LanyardError('idempotency_key_reused');
  if (known.answer !== null) return open(parts, call, known.answer);
  const now = clock.now();
  if (now.getTime() - known.started_at.getTime() < LEASE_MS) throw new LanyardError('conflict');
  if (!(await takeOverCall(db.pool, call, known.started_at, now))) throw new LanyardError('conflict');
  return null;
}

function replay<T>(answer: Answer): T {
  if ('code' in answer) throw new LanyardError(answer.code, answer.details);
  return answer.value as T; // sound: the digest says that it is the answer of the same call
}

const purpose = ({ owner, key }: CallKey): string => `device call ${owner} ${key}`;

/** Answers hold shares and keys, so that all of them are sealed. */
function seal({ masterKey }: OnceOnlyParts, call: CallKey, answer: Answer): Uint8Array {
  return masterKey.seal(purpose(call), Buffer.from(JSON.stringify(answer)));
}

function open({ masterKey }: OnceOnlyParts, call: CallKey, sealed: Uint8Array): Answer {
  return JSON.parse(Buffer.from(masterKey.open(purpose(call), sealed)).toString('utf8')) as Answer; // sound: sealed by us
}
