import {
  appliedReport,
  errorCatalogue,
  publicJwk,
  type AppliedReport,
  type DesiredState,
  type DeviceCredential,
  type ErrorKind,
} from '@lanyard/contract';
import { toHex, utf8Encode } from '@lanyard/pki';
import { sha256 } from '../dpop.ts';
import type { Http, HttpResponse } from '../ports.ts';
import { answerRequest } from './double-activation.ts';
import { signCard } from './double-card.ts';
import { checkProof } from './double-proof.ts';
import { DEVICE, freshState, Refusal, type DoubleCall, type DoubleState } from './double-state.ts';
import { answerUnblock, answerVault, triesLeft } from './double-vault.ts';

/** The server's side in memory, for unit tests of the wallet alone; strict where the wallet could be sloppy. */
export interface ServerDouble {
  readonly http: Http;
  /** Every call, in order: `POST /device/token`. */
  readonly calls: string[];
  /** The answer to the n-th call from now (0 is the next) never arrives. */
  loseAnswer(index: number): void;
  /** The n-th call from now never arrives. */
  loseCall(index: number): void;
  setOffline(offline: boolean): void;
  addRequest(id: string, password: string): void;
  readonly credentials: DeviceCredential[];
  readonly shares: DoubleState['shares'];
  /** What the wallet said of what it was sent, in order. */
  readonly applied: AppliedReport['items'];
  desired: DesiredState;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

export async function createServerDouble(now: () => number): Promise<ServerDouble> {
  const state = await freshState(now);
  const memory = new Map<string, Answer & { readonly digest: string }>();
  const losses = new Map<number, 'call' | 'answer'>();
  const calls: string[] = [];
  let offline = false;
  return {
    calls,
    credentials: state.credentials,
    shares: state.shares,
    applied: state.applied,
    get desired() {
      return state.desired;
    },
    set desired(desired) {
      state.desired = desired;
    },
    loseAnswer: (index) => void losses.set(calls.length + index, 'answer'),
    loseCall: (index) => void losses.set(calls.length + index, 'call'),
    setOffline: (value) => void (offline = value),
    addRequest: (id, password) =>
      void state.requests.set(id, {
        id,
        password,
        state: 'pending',
        credentialId: crypto.randomUUID(),
        issued: new Set(),
      }),
    http: async (request) => {
      const { pathname: path } = new URL(request.url);
      const loss = losses.get(calls.length);
      calls.push(`${request.method} ${path}`);
      if (offline || loss === 'call') throw new Error('no connection');
      const answer = await answerOrRefuse(state, memory, { ...request, path, input: JSON.parse(request.body ?? '{}') });
      if (loss === 'answer') throw new Error('connection lost');
      return responseOf(state, answer);
    },
  };
}

function responseOf({ nonce, now }: DoubleState, { status, body }: Answer): HttpResponse {
  const headers = new Map([
    ['DPoP-Nonce', nonce],
    ['Date', new Date(now()).toUTCString()],
  ]);
  return { status, body, header: (name) => headers.get(name) ?? null };
}

const STATUS: Readonly<Partial<Record<ErrorKind, number>>> = {
  unauthenticated: 401,
  forbidden: 403,
  absent: 404,
  conflict: 409,
  gone: 410,
  locked: 423,
};

async function answerOrRefuse(
  state: DoubleState,
  memory: Map<string, Answer & { readonly digest: string }>,
  call: DoubleCall,
): Promise<Answer> {
  try {
    await checkProof(state, call);
    const key = call.headers['Idempotency-Key'] ?? '';
    const digest = toHex(await sha256(utf8Encode(call.method + call.path + (call.body ?? ''))));
    const before = memory.get(key);
    if (before !== undefined && before.digest !== digest) throw new Refusal('idempotency_key_reused');
    if (before !== undefined) return before;
    const value = await route(state, call);
    if (value === 'unchanged') return { status: 304, body: '' };
    const answer = { digest, status: 200, body: JSON.stringify(value) };
    if (key !== '') memory.set(key, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, details } = error;
    const { kind, title, next } = errorCatalogue[code];
    const status = STATUS[kind] ?? 400;
    return { status, body: JSON.stringify({ code, title, next, status, correlationId: 'ref-1', details }) };
  }
}

async function route(state: DoubleState, call: DoubleCall): Promise<unknown> {
  const { method, path, input } = call;
  if (path === '/device/registrations') return register(state, input);
  if (path === '/device/token') return newToken(state);
  if (path === '/device/check-in') return checkIn(state, call);
  if (path === '/device/applied') return noteApplied(state, input);
  const [, , room, id = '', verb = ''] = path.split('/');
  if (room === 'unblock') return answerUnblock(state, method, input);
  if (room === 'vault' && method === 'GET') return triesLeft(state, id);
  if (room === 'vault') return answerVault(state, id, verb, input);
  if (room === 'requests') return answerRequest(state, id, verb, input);
  if (room === 'credentials' && method === 'DELETE') return endCredential(state, id);
  if (room === 'credentials' && verb === 'card') return signCard(input);
  throw new Refusal('not_found');
}

function register(state: DoubleState, input: DoubleCall['input']): object {
  if (input['registrationPin'] !== 'ABCD1234') throw new Refusal('registration_refused');
  state.keys = { signing: publicJwk.parse(input['signingKey']), agreement: publicJwk.parse(input['agreementKey']) };
  return { deviceId: DEVICE, person: { userName: 'alice', displayName: 'Alice Example' }, token: newToken(state) };
}

function newToken(state: DoubleState): object {
  state.token = crypto.randomUUID();
  state.nonce = crypto.randomUUID();
  return { token: state.token, expiresIn: 300 };
}

function checkIn({ desired, credentials }: DoubleState, { headers }: DoubleCall): unknown {
  return headers['If-None-Match'] === `"${desired.generation}"` ? 'unchanged' : { ...desired, credentials };
}

function noteApplied({ applied }: DoubleState, input: DoubleCall['input']): object {
  applied.push(...appliedReport.parse(input).items);
  return {};
}

function endCredential({ credentials }: DoubleState, id: string): object {
  const found = credentials.find((credential) => credential.id === id);
  if (found === undefined) throw new Refusal('credential_not_found');
  found.state = 'deleted';
  return {};
}
