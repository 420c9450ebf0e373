import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JWK } from 'jose';
import { CipherSuite, AEAD_AES_256_GCM, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import {
  errorCatalogue,
  walletSetting,
  type DesiredState,
  type DeviceCredential,
  type ErrorCode,
  type PublicJwk,
} from '@lanyard/contract';
import {
  ext,
  fromBase64,
  nameFrom,
  parseRequest,
  signCertificate,
  toBase64,
  toBase64url,
  toHex,
  utf8Encode,
  type Bytes,
} from '@lanyard/pki';
import { sha256 } from './dpop.ts';
import { encryptionKeyContext } from './hpke.ts';
import { exportPkcs8, makeSigningKey } from './key-material.ts';
import type { Http, HttpRequest } from './ports.ts';
import { signerOf } from './signature-form.ts';

/** The server's side in memory, for unit tests of the wallet alone; strict where the wallet could be sloppy. */
export interface ServerDouble {
  readonly http: Http;
  /** Every call, in order: `POST /device/token`. */
  readonly calls: string[];
  readonly proofs: Record<string, unknown>[];
  /** The answer to the n-th call from now (0 is the next) never arrives. */
  loseAnswer(index: number): void;
  /** The n-th call from now never arrives. */
  loseCall(index: number): void;
  setOffline(offline: boolean): void;
  addRequest(id: string, password: string): void;
  readonly credentials: DeviceCredential[];
  readonly shares: Map<string, { verifier: string; share: string; tries: number }>;
  desired: DesiredState;
  readonly issuedKeys: string[];
}

class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  constructor(code: ErrorCode, details: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

const STATUS: Partial<Record<string, number>> = {
  unauthenticated: 401,
  absent: 404,
  conflict: 409,
  gone: 410,
  locked: 423,
  forbidden: 403,
};
const DEVICE = '11111111-1111-4111-8111-111111111111';
const TRIES = 10;
const issuerName = nameFrom([{ type: 'CN', value: 'Double CA' }]);
const uuid = (): string => crypto.randomUUID();

interface Call extends HttpRequest {
  readonly path: string;
  readonly input: Record<string, unknown>;
}
interface RequestRow {
  password: string;
  state: 'pending' | 'activating' | 'activated';
  credentialId: string;
  certificates: Map<string, string>;
}

export async function createServerDouble(now: () => number): Promise<ServerDouble> {
  const issuer = await signerOf(await makeSigningKey('ec-p256'), 'ec-p256');
  const answers = new Map<string, { digest: string; status: number; body: string }>();
  const requests = new Map<string, RequestRow>();
  const losses = new Map<number, 'call' | 'answer'>();
  const keys: { signing?: PublicJwk; agreement?: PublicJwk } = {};
  let offline = false;
  let nonce = uuid();
  let token = '';

  const double: ServerDouble = {
    calls: [],
    proofs: [],
    credentials: [],
    shares: new Map(),
    issuedKeys: [],
    desired: {
      generation: 'g1',
      organisation: 'Agency',
      portalUrl: 'https://portal.test',
      person: { userName: 'alice', displayName: 'Alice Example', email: 'alice@agency.test' },
      device: { id: DEVICE, name: 'Phone', platform: 'ios', state: 'active' },
      wallet: walletSetting.parse({}),
      request: null,
      credentials: [],
    },
    loseAnswer: (index) => void losses.set(double.calls.length + index, 'answer'),
    loseCall: (index) => void losses.set(double.calls.length + index, 'call'),
    setOffline: (value) => void (offline = value),
    addRequest: (id, password) =>
      void requests.set(id, { password, state: 'pending', credentialId: uuid(), certificates: new Map() }),
    http: async (request) => {
      const { pathname: path } = new URL(request.url);
      const loss = losses.get(double.calls.length);
      double.calls.push(`${request.method} ${path}`);
      if (offline || loss === 'call') throw new Error('no connection');
      const { status, body } = await answer({ ...request, path, input: JSON.parse(request.body ?? '{}') });
      if (loss === 'answer') throw new Error('connection lost');
      return {
        status,
        body,
        header: (name) => (name === 'DPoP-Nonce' ? nonce : name === 'Date' ? new Date(now()).toUTCString() : null),
      };
    },
  };

  const answer = async (call: Call): Promise<{ status: number; body: string }> => {
    try {
      await checkProof(call);
      const key = call.headers['Idempotency-Key'] ?? '';
      const digest = toHex(await sha256(utf8Encode(call.method + call.path + (call.body ?? ''))));
      const before = answers.get(key);
      if (before !== undefined && before.digest !== digest) throw new Refusal('idempotency_key_reused');
      if (before !== undefined) return before;
      const value = await route(call);
      if (value === 304) return { status: 304, body: '' };
      const given = { digest, status: 200, body: JSON.stringify(value ?? {}) };
      if (key !== '') answers.set(key, given);
      return given;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { kind, title, next } = errorCatalogue[error.code];
      const status = STATUS[kind] ?? 400;
      return {
        status,
        body: JSON.stringify({ code: error.code, title, next, status, correlationId: 'ref-1', details: error.details }),
      };
    }
  };

  const checkProof = async (call: Call): Promise<void> => {
    if (call.path === '/device/server') return;
    const proof = call.headers['DPoP'] ?? '';
    const { jwk, typ } = decodeProtectedHeader(proof);
    const { payload } = await jwtVerify(proof, createLocalJWKSet({ keys: [jwk as JWK] }), {
      currentDate: new Date(now()),
    });
    double.proofs.push({ typ, ...payload });
    if (payload['nonce'] !== nonce) throw new Refusal('device_nonce_required');
    const bd = toBase64url(await sha256(utf8Encode(call.body ?? '')));
    if (call.method !== 'GET' && payload['bd'] !== bd) throw new Refusal('device_body_unsigned');
    if (call.method !== 'GET' && call.headers['Idempotency-Key'] === undefined)
      throw new Refusal('idempotency_key_required');
    if (call.path === '/device/registrations' || call.path === '/device/token') return;
    if (token === '' || call.headers['Authorization'] !== `DPoP ${token}`) throw new Refusal('device_token_invalid');
    if (payload['ath'] !== toBase64url(await sha256(utf8Encode(token)))) throw new Refusal('device_proof_invalid');
    if (jwk?.x !== keys.signing?.x) throw new Refusal('device_proof_invalid');
  };

  const newToken = () => ((token = uuid()), (nonce = uuid()), { token, expiresIn: 300 });

  const route = async (call: Call): Promise<unknown> => {
    const { method, path, input } = call;
    if (path === '/device/registrations') {
      if (input['registrationPin'] !== 'ABCD1234') throw new Refusal('registration_refused');
      Object.assign(keys, { signing: input['signingKey'], agreement: input['agreementKey'] });
      return { deviceId: DEVICE, person: { userName: 'alice', displayName: 'Alice Example' }, token: newToken() };
    }
    if (path === '/device/token') return newToken();
    if (path === '/device/check-in') {
      const same = call.headers['If-None-Match'] === `"${double.desired.generation}"`;
      return same ? 304 : { ...double.desired, credentials: double.credentials };
    }
    const [, , room, id = '', verb = ''] = path.split('/');
    if (room === 'vault') return vault(id, verb, input);
    if (room === 'requests') return activation(id, verb, input);
    if (room === 'credentials' && method === 'DELETE') return setState(id, 'deleted');
    throw new Refusal('not_found');
  };

  const vault = (way: string, verb: string, input: Record<string, unknown>): unknown => {
    const row = double.shares.get(way);
    const given = String(verb === 'open' ? input['verifier'] : input['current']);
    if (verb === 'open' && row === undefined) throw new Refusal('vault_way_unknown');
    if (row !== undefined && row.tries <= 0) throw new Refusal('vault_destroyed', { triesLeft: 0 });
    if (verb !== 'open' && row !== undefined && input['current'] === undefined) throw new Refusal('vault_way_exists');
    if (row !== undefined) {
      if (given !== row.verifier) {
        row.tries -= 1;
        throw new Refusal(row.tries > 0 ? 'vault_secret_wrong' : 'vault_destroyed', { triesLeft: row.tries });
      }
      row.tries = TRIES;
    }
    if (verb !== 'open') {
      double.shares.set(way, {
        verifier: String(input['verifier']),
        share: toBase64(crypto.getRandomValues(new Uint8Array(32))),
        tries: TRIES,
      });
    }
    return { share: double.shares.get(way)?.share, tries: TRIES };
  };

  const activation = async (id: string, verb: string, input: Record<string, unknown>): Promise<unknown> => {
    const row = requests.get(id);
    if (row === undefined) throw new Refusal('request_not_found');
    if (verb === 'activate') {
      if (input['activationPassword'] !== row.password)
        throw new Refusal('activation_password_wrong', { triesLeft: 4 });
      if (row.state !== 'pending') throw new Refusal('request_used');
      row.state = 'activating';
      for (const [way, { tries }] of double.shares) if (tries <= 0) double.shares.delete(way);
      return view(id, row);
    }
    if (verb === 'activation') return view(id, row);
    if (verb === '')
      return {
        id,
        name: 'Work phone',
        provider: 'lanyard',
        state: row.state,
        expiresAt: new Date(now() + 500_000).toISOString(),
        credentialId: null,
      };
    if (row.state !== 'activating') throw new Refusal('request_not_activating');
    if (verb === 'certificates')
      return certify(row, String(input['purpose']), parseRequest(fromBase64(String(input['csr']))).spki);
    if (verb === 'encryption-key') return encryptionKey(id, row);
    row.state = 'activated';
    double.credentials.filter(({ state }) => state === 'active').forEach((old) => void (old.state = 'replaced'));
    const credential: DeviceCredential = {
      id: row.credentialId,
      name: 'Work phone',
      provider: 'lanyard',
      state: 'active',
      issuedAt: new Date(now()).toISOString(),
      expiresAt: new Date(now() + 365 * 86_400_000).toISOString(),
      certificates: [],
    };
    double.credentials.unshift(credential);
    return { credential };
  };

  const view = (id: string, row: RequestRow) => ({
    requestId: id,
    credentialId: row.credentialId,
    name: 'Work phone',
    state: row.state,
    deadline: new Date(now() + 86_400_000).toISOString(),
    parts: (['authentication', 'signing', 'encryption'] as const).map((purpose) => ({
      purpose,
      keyType: 'ec-p256',
      madeBy: purpose === 'encryption' ? 'issuer' : 'device',
      issued: row.certificates.has(purpose),
    })),
  });

  const certify = async (row: RequestRow, purpose: string, spki: Bytes) => {
    if (double.issuedKeys.includes(toHex(spki))) throw new Refusal('csr_key_reused');
    double.issuedKeys.push(toHex(spki));
    const subject = nameFrom([{ type: 'CN', value: `Alice Example ${purpose}` }]);
    const serial = crypto.getRandomValues(new Uint8Array(16));
    serial[0] = 0x4a;
    const validity = { notBefore: new Date(now()), notAfter: new Date(now() + 365 * 86_400_000) };
    const template = {
      serial,
      issuer: issuerName,
      subject,
      ...validity,
      spki,
      extensions: [ext.keyUsage(['digitalSignature'])],
    };
    const certificate = toBase64(await signCertificate(template, issuer));
    row.certificates.set(purpose, certificate);
    return { purpose, certificate, chain: [] };
  };

  const encryptionKey = async (id: string, row: RequestRow) => {
    const pair = await makeSigningKey('ec-p256');
    const issued = await certify(row, 'encryption', (await signerOf(pair, 'ec-p256')).spki);
    const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
    const to = await crypto.subtle.importKey(
      'jwk',
      { ...keys.agreement },
      { name: 'ECDH', namedCurve: 'P-256' },
      true,
      [],
    );
    const sealed = await suite.Seal(
      to,
      await exportPkcs8(pair.privateKey),
      encryptionKeyContext(DEVICE, id, 'encryption'),
    );
    return { ...issued, enc: toBase64(sealed.encapsulatedSecret), ciphertext: toBase64(sealed.ciphertext) };
  };

  const setState = (id: string, state: DeviceCredential['state']): void => {
    const found = double.credentials.find((credential) => credential.id === id);
    if (found === undefined) throw new Refusal('credential_not_found');
    found.state = state;
  };

  return double;
}
