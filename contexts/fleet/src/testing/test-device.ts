import { createHash, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import type { PublicJwk } from '@lanyard/contract';
import type { Clock, Http } from '@lanyard/kernel';
import { SignJWT } from 'jose';

export const ORIGIN = 'https://device.example';

export interface CallOptions {
  readonly key?: string;
  /** Claims and header members that replace the right ones; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in place of the body that was signed. */
  readonly sent?: string;
  /** Signs in place of the device's key. */
  readonly signWith?: KeyObject;
  readonly token?: string | null;
  /** Address that it comes from. */
  readonly from?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, unknown>;
}

const b64 = (octets: Buffer): string => octets.toString('base64url');
const sha256 = (text: string): string => b64(createHash('sha256').update(text).digest());

/** The device's side of the wire, made with jose so that the server's own reading of a proof is judged by another's. */
export class TestDevice {
  readonly #app: Http;
  readonly #clock: Clock;
  readonly #key: KeyObject;
  readonly jwk: PublicJwk;
  readonly agreement: PublicJwk;
  readonly installationId = randomUUID();
  nonce: string | undefined;
  token: string | undefined;
  deviceId = '';

  constructor(app: Http, clock: Clock) {
    this.#app = app;
    this.#clock = clock;
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = pair.privateKey;
    this.jwk = publicPart(pair.publicKey);
    this.agreement = publicPart(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
  }

  async proof(method: string, path: string, body: string | undefined, options: CallOptions = {}): Promise<string> {
    const token = options.token === undefined ? this.token : (options.token ?? undefined);
    const claims = {
      jti: randomUUID(),
      htm: method,
      htu: ORIGIN + path,
      iat: Math.floor(this.#clock.now().getTime() / 1_000),
      nonce: this.nonce,
      ath: token === undefined ? undefined : sha256(token),
      bd: method === 'GET' ? undefined : sha256(body ?? ''),
      ik: options.key,
      ...options.claims,
    };
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: this.jwk, ...options.header };
    return new SignJWT(JSON.parse(JSON.stringify(claims)) as Record<string, unknown>)
      .setProtectedHeader(header)
      .sign(options.signWith ?? this.#key);
  }

  /** One exchange; the nonce of the answer is remembered. */
  async once(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    options: CallOptions = {},
  ): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const key = method === 'GET' ? undefined : (options.key ?? randomUUID());
    const proof = await this.proof(method, path, text, { ...options, ...(key === undefined ? {} : { key }) });
    const token = options.token === undefined ? this.token : options.token;
    const response = await this.#app.inject({
      method,
      url: path,
      headers: {
        dpop: proof,
        ...(token ? { authorization: `DPoP ${token}` } : {}),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(text === undefined ? {} : { payload: options.sent ?? text }),
      ...(options.from === undefined ? {} : { remoteAddress: options.from }),
    });
    this.nonce = String(response.headers['dpop-nonce']);
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.body === '' ? {} : (JSON.parse(response.body) as Record<string, unknown>),
    };
  }

  /** As a wallet calls: again with the nonce given. */
  async call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    options: CallOptions = {},
  ): Promise<Answer> {
    const first = await this.once(method, path, body, options);
    return first.body['code'] === 'device_nonce_required' ? this.once(method, path, body, options) : first;
  }

  registration(
    userName: string,
    registrationPin: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Record<string, unknown> {
    const { installationId } = this;
    const reported = {
      name: 'My phone',
      platform: 'ios',
      osVersion: '18.1',
      model: 'Test phone',
      walletVersion: '1.0',
    };
    return {
      userName,
      registrationPin,
      installationId,
      ...reported,
      signingKey: this.jwk,
      agreementKey: this.agreement,
      ...more,
    };
  }

  async register(
    userName: string,
    pin: string,
    more: Readonly<Record<string, unknown>> = {},
    options: CallOptions = {},
  ): Promise<Answer> {
    const answer = await this.call('POST', '/device/registrations', this.registration(userName, pin, more), {
      token: null,
      ...options,
    });
    if (answer.status === 200) {
      this.deviceId = String(answer.body['deviceId']);
      this.token = (answer.body['token'] as { token: string }).token;
    }
    return answer;
  }
}

export function publicPart(key: KeyObject): PublicJwk {
  const { x, y } = key.export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x: String(x), y: String(y) };
}
