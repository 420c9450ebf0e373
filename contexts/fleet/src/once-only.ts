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

/**
 * A call that has not ended by then is taken over by its repetition: its process may have died. What it does may be
 * done by two at once, so that nothing but time is lost where it had not.
 */
const LEASE_MS = 5_000;
const POLL_MS = 100;
const MAX_POLLS = 80;

/** Refusals that cost a try: the repetition of a call must not cost another. Every other refusal may be tried again. */
const REMEMBERED: readonly ErrorCode[] = [
  'activation_password_wrong',
  'request_locked',
  'registration_refused',
  'vault_secret_wrong',
  'vault_destroyed',
  'unblock_response_wrong',
  'unblock_ended',
];

export interface OnceOnlyParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly masterKey: MasterKey;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

type Answer =
  | { readonly value: unknown }
  | { readonly again: true }
  | { readonly code: ErrorCode; readonly details: Readonly<Record<string, unknown>> };

/**
 * What is remembered of a call: its answer, or, where the answer is a secret that may be destroyed, only that it was right:
 * repeated, it is done again.
 */
export type Remembered = 'answer' | 'being right';

/**
 * Does a call once. Its row is also the memory that refuses a replayed call with other content.
 * @param digest of method, address and body
 */
export async function onceOnly<T>(
  parts: OnceOnlyParts,
  call: CallKey,
  digest: Uint8Array,
  work: () => Promise<T>,
  remembered: Remembered = 'answer',
): Promise<T> {
  const { db } = parts;
  const answer = await recall(parts, call, digest);
  if (answer !== null && !('again' in answer)) return replay<T>(answer);
  try {
    const value = await work();
    await endCall(db.pool, call, seal(parts, call, remembered === 'answer' ? { value } : { again: true }));
    return value;
  } catch (error) {
    if (isLanyardError(error, ...REMEMBERED))
      await endCall(db.pool, call, seal(parts, call, { code: error.code, details: error.details }));
    else await forgetCall(db.pool, call);
    throw error;
  }
}

/**
 * Waits for a twin that is still at work.
 * @returns null: the call is to be done here
 */
async function recall(parts: OnceOnlyParts, call: CallKey, digest: Uint8Array): Promise<Answer | null> {
  const { clock, db, wait } = parts;
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    const now = clock.now();
    const known = await beginCall(db.pool, call, digest, now);
    if (known === null) return null;
    await refuseOtherContent(parts, call, digest, known);
    if (known.answer !== null) return open(parts, call, known.answer);
    const over = now.getTime() - known.started_at.getTime() >= LEASE_MS;
    if (over && (await takeOverCall(db.pool, call, known.started_at, now))) return null;
    await wait(POLL_MS);
  }
  throw new LanyardError('conflict');
}

async function refuseOtherContent(
  { db }: OnceOnlyParts,
  call: CallKey,
  digest: Uint8Array,
  known: DeviceCall,
): Promise<void> {
  if (known.state !== 'burnt' && Buffer.from(known.digest).equals(digest)) return;
  // An honest wallet never does this: without the answer the row cannot serve as an oracle for guessed content.
  await burnCall(db.pool, call);
  throw new LanyardError('idempotency_key_reused');
}

function replay<T>(answer: Exclude<Answer, { readonly again: true }>): T {
  if ('code' in answer) throw new LanyardError(answer.code, answer.details);
  return answer.value as T; // sound: the digest says that it is the answer of the same call
}

const purpose = ({ owner, key }: CallKey): string => `device call ${owner} ${key}`;

/** Answers hold tokens and sealed keys, so that all of them are sealed. */
function seal({ masterKey }: OnceOnlyParts, call: CallKey, answer: Answer): Uint8Array {
  return masterKey.seal(purpose(call), Buffer.from(JSON.stringify(answer)));
}

function open({ masterKey }: OnceOnlyParts, call: CallKey, sealed: Uint8Array): Answer {
  return JSON.parse(Buffer.from(masterKey.open(purpose(call), sealed)).toString('utf8')) as Answer; // sound: sealed by us
}
