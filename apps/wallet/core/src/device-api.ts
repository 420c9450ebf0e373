import { deviceToken } from '@lanyard/contract';
import { makeProof } from './dpop.ts';
import { isServerError, problemOf, WalletError } from './errors.ts';
import type { Clock, Http, HttpRequest, HttpResponse, KeyStore, RandomBytes } from './ports.ts';
import { randomUuid } from './uuid.ts';

/** What an answer must be: a schema of the contract. */
interface Schema<T> {
  parse(value: unknown): T;
}

export interface DeviceCall<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Absent: the answer's body is of no interest. */
  readonly answer?: Schema<T>;
  /** The same on every retry of one act, across restarts; made here for acts that need no memory. */
  readonly idempotencyKey?: string;
  readonly ifNoneMatch?: string;
  /** Before there is a token: registration, and asking for a token. */
  readonly withoutToken?: boolean;
}

export interface DeviceApi {
  /** @throws ServerError what the server refused, WalletError `offline`, `answer_unreadable`, `not_registered` */
  call<T>(call: DeviceCall<T>): Promise<T>;
  /** As `call`; null when the server says that nothing changed (304). */
  callIfChanged<T>(call: DeviceCall<T>): Promise<T | null>;
  /** A call that anybody may make: no proof, no token. */
  open<T>(path: string, answer: Schema<T>): Promise<T>;
  /** Takes over the token that came with the registration. */
  useToken(deviceId: string, token: string, expiresInSeconds: number): void;
  useDevice(deviceId: string | undefined): void;
}

export interface DeviceApiPorts {
  readonly http: Http;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Origin of the server, without a slash at its end. */
  readonly serverUrl: string;
}

interface Session {
  deviceId: string | undefined;
  token: { readonly value: string; readonly until: number } | undefined;
  renewing: Promise<string> | undefined;
  nonce: string | undefined;
  /** Server time less ours: a phone with a wrong clock must still make proofs of today (RFC 9449 §11.1). */
  skewMs: number;
}

const RENEW_BEFORE_MS = 15_000;

/** The device's side of the wire: proof, nonce, token, body digest and idempotency key on every call. */
export function createDeviceApi(ports: DeviceApiPorts): DeviceApi {
  const session: Session = { deviceId: undefined, token: undefined, renewing: undefined, nonce: undefined, skewMs: 0 };
  return {
    call: async (call) => {
      const response = await send(ports, session, call);
      return readAnswer(response, call.answer);
    },
    callIfChanged: async (call) => {
      const response = await send(ports, session, call);
      return response.status === 304 ? null : readAnswer(response, call.answer);
    },
    open: async (path, answer) => {
      const response = await reach(ports.http, { method: 'GET', url: ports.serverUrl + path, headers: {} });
      if (response.status >= 400) throw problemOf(response.status, response.body);
      return readAnswer(response, answer);
    },
    useToken: (deviceId, value, expiresIn) => {
      session.deviceId = deviceId;
      session.token = { value, until: ports.clock() + expiresIn * 1000 - RENEW_BEFORE_MS };
    },
    useDevice: (deviceId) => {
      session.deviceId = deviceId;
      session.token = undefined;
    },
  };
}

async function send<T>(ports: DeviceApiPorts, session: Session, call: DeviceCall<T>): Promise<HttpResponse> {
  const key = call.idempotencyKey ?? randomUuid(ports.random);
  let nonceRepeats = 1;
  let tokenRepeats = 1;
  for (;;) {
    const token = call.withoutToken === true ? undefined : await currentToken(ports, session);
    const response = await exchange(ports, session, call, key, token);
    if (response.status < 400) return response;
    const problem = problemOf(response.status, response.body);
    if (isServerError(problem, 'device_nonce_required') && nonceRepeats-- > 0) continue;
    if (isServerError(problem, 'device_token_invalid') && token !== undefined && tokenRepeats-- > 0) {
      session.token = undefined;
      continue;
    }
    throw problem;
  }
}

async function exchange<T>(
  ports: DeviceApiPorts,
  session: Session,
  call: DeviceCall<T>,
  key: string,
  token: string | undefined,
): Promise<HttpResponse> {
  const url = ports.serverUrl + call.path;
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const proof = await makeProof(
    { ...ports, clock: () => ports.clock() + session.skewMs },
    {
      method: call.method,
      url,
      ...(body === undefined ? {} : { body }),
      ...(call.method === 'GET' ? {} : { idempotencyKey: key }),
      ...(token === undefined ? {} : { token }),
      ...(session.nonce === undefined ? {} : { nonce: session.nonce }),
    },
  );
  const response = await reach(ports.http, {
    method: call.method,
    url,
    headers: {
      DPoP: proof,
      ...(token === undefined ? {} : { Authorization: `DPoP ${token}` }),
      ...(call.method === 'GET' ? {} : { 'Idempotency-Key': key }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(call.ifNoneMatch === undefined ? {} : { 'If-None-Match': `"${call.ifNoneMatch}"` }),
    },
    ...(body === undefined ? {} : { body }),
  });
  learn(ports, session, response);
  return response;
}

async function reach(http: Http, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await http(request);
  } catch (error) {
    if (error instanceof WalletError) throw error;
    throw new WalletError('offline', {}, error);
  }
}

function learn(ports: DeviceApiPorts, session: Session, response: HttpResponse): void {
  session.nonce = response.header('DPoP-Nonce') ?? session.nonce;
  const skew = Date.parse(response.header('Date') ?? '') - ports.clock();
  // The header has whole seconds and the way took time: small differences say nothing.
  if (Number.isFinite(skew)) session.skewMs = Math.abs(skew) > 20_000 ? skew : 0;
}

function currentToken(ports: DeviceApiPorts, session: Session): Promise<string> {
  if (session.token !== undefined && ports.clock() < session.token.until) return Promise.resolve(session.token.value);
  // Two calls at once ask for one token.
  session.renewing ??= renewToken(ports, session).finally(() => (session.renewing = undefined));
  return session.renewing;
}

async function renewToken(ports: DeviceApiPorts, session: Session): Promise<string> {
  const { deviceId } = session;
  if (deviceId === undefined) throw new WalletError('not_registered');
  const response = await send(ports, session, {
    method: 'POST',
    path: '/device/token',
    body: { deviceId },
    withoutToken: true,
  });
  const { token, expiresIn } = readAnswer(response, deviceToken);
  session.token = { value: token, until: ports.clock() + expiresIn * 1000 - RENEW_BEFORE_MS };
  return token;
}

function readAnswer<T>(response: HttpResponse, schema: Schema<T> | undefined): T {
  // A call without a schema is one whose type is `undefined`: its caller asked for no answer.
  if (schema === undefined) return undefined as T;
  try {
    return schema.parse(JSON.parse(response.body));
  } catch (error) {
    throw new WalletError('answer_unreadable', { status: response.status }, error);
  }
}
