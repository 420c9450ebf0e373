import { CKF, CKR, CKU_USER } from './constants.ts';
import { type Cryptoki, initialize, readUlong, ulongPlace } from './cryptoki.ts';
import { Pkcs11Error } from './pkcs11-error.ts';

/** Signatures at the same time; more would wait in libuv's pool of four threads anyway. */
const SESSIONS = 4;
const MAX_SLOTS = 64;
/** CK_TOKEN_INFO has 208 octets; the label is its first 32, padded with blanks. */
const TOKEN_INFO = 256;
const LABEL = 32;

/** Sessions with one token, logged in. */
export interface Connection {
  /** Hands out a session for one operation at a time (PKCS #11 v2.40 §2.6.7). */
  withSession<T>(work: (session: number) => Promise<T>): Promise<T>;
  /** Waits for operations under way, then lets the module go: a module reads its slots anew only at its start. */
  close(): Promise<void>;
}

/**
 * @param label of the token
 * @param pin of the user
 * @throws Pkcs11Error `module_unusable`, `token_missing`, `pin_refused`
 */
export async function connect(cryptoki: Cryptoki, label: string, pin: string): Promise<Connection> {
  await initialize(cryptoki);
  try {
    const slot = await slotOf(cryptoki, label);
    const sessions: number[] = [];
    for (let n = 0; n < SESSIONS; n += 1) sessions.push(await openSession(cryptoki, slot));
    await logIn(cryptoki, sessions[0] ?? 0, pin, label);
    return pool(cryptoki, sessions);
  } catch (error) {
    await cryptoki.attempt('C_Finalize', null);
    throw error;
  }
}

async function slotOf(cryptoki: Cryptoki, label: string): Promise<number> {
  const count = ulongPlace(MAX_SLOTS);
  const list = Buffer.alloc(8 * MAX_SLOTS);
  await cryptoki.call('C_GetSlotList', 1, list, count);
  for (let index = 0; index < readUlong(count); index += 1) {
    const slot = readUlong(list, index);
    const info = Buffer.alloc(TOKEN_INFO);
    const rv = await cryptoki.attempt('C_GetTokenInfo', slot, info);
    if (rv === CKR.ok && info.subarray(0, LABEL).toString('utf8').trimEnd() === label) return slot;
  }
  throw new Pkcs11Error('token_missing', `there is no token "${label}" in any slot`);
}

async function openSession(cryptoki: Cryptoki, slot: number): Promise<number> {
  const session = ulongPlace();
  await cryptoki.call('C_OpenSession', slot, CKF.serialSession | CKF.rwSession, null, null, session);
  return readUlong(session);
}

/** One login counts for all sessions of this process (PKCS #11 v2.40 §2.6.4). */
async function logIn(cryptoki: Cryptoki, session: number, pin: string, label: string): Promise<void> {
  const octets = Buffer.alloc(Buffer.byteLength(pin));
  octets.write(pin);
  const rv = await cryptoki.attempt('C_Login', session, CKU_USER, octets, octets.length);
  octets.fill(0);
  if (rv !== CKR.ok && rv !== CKR.userAlreadyLoggedIn)
    throw new Pkcs11Error('pin_refused', `the token "${label}" does not take the PIN`);
}

function pool(cryptoki: Cryptoki, sessions: readonly number[]): Connection {
  const free = [...sessions];
  const waiting: ((session: number) => void)[] = [];
  let busy = 0;
  let idle: (() => void) | undefined;

  const take = async (): Promise<number> => {
    const session = free.pop();
    if (session !== undefined) return session;
    const { promise, resolve } = Promise.withResolvers<number>();
    waiting.push(resolve);
    return await promise;
  };
  const give = (session: number): void => {
    const next = waiting.shift();
    if (next) next(session);
    else free.push(session);
    if (busy === 0) idle?.();
  };

  return {
    async withSession(work) {
      busy += 1;
      const session = await take();
      try {
        return await work(session);
      } finally {
        busy -= 1;
        give(session);
      }
    },
    async close() {
      if (busy > 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        idle = resolve;
        await promise;
      }
      // Ends every session and the login too.
      await cryptoki.attempt('C_Finalize', null);
    },
  };
}
