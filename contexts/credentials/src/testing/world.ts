import { generateKeyPairSync, randomUUID, webcrypto, type KeyObject } from 'node:crypto';
import { generateKeyPair, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import {
  settingKinds,
  type ActivationView,
  type BulkArea,
  type DeviceCredential,
  type KeyType,
  type RequestSecrets,
  type SettingKind,
  type SettingValue,
} from '@lanyard/contract';
import {
  createHttp,
  createLog,
  days,
  executeSql,
  LanyardError,
  ManualClock,
  openDb,
  systemRandom,
  type Actor,
  type Caller,
  type Db,
  type Guard,
  type Http,
  type Tx,
} from '@lanyard/kernel';
import { freshDatabase } from '@lanyard/kernel/testing';
import { buildRequest, fromBase64, nameFrom, parseCertificate, type Bytes } from '@lanyard/pki';
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import { createCredentials, type Credentials, type FleetDevice, type PrimaryStatus } from '../index.ts';
import type { ApprovalsPort, ChosenPort, DirectoryPerson } from '../ports.ts';
import { TestAuthority } from './test-authority.ts';
import { TestFleet } from './test-fleet.ts';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface Phone {
  readonly device: FleetDevice;
  readonly agreement: CryptoKeyPair;
}
type CryptoKeyPair = webcrypto.CryptoKeyPair;

/** Approvals that nobody decides. @param alone what one person may do; null: everything @param spent they did it too often */
function atOnce(db: Db, alone: () => number | null, spent: () => boolean): ApprovalsPort {
  const executors = new Map<string, (tx: Tx, input: never, mandate: { actor: Actor }) => Promise<void>>();
  const needs: ApprovalsPort['needs'] = async (act, input) => {
    const massRevocation = alone();
    const acts = massRevocation === null ? [] : (['credentials.mass-revocation'] as const);
    return act.needed({ acts: [...acts], hours: 24, massRevocation: massRevocation ?? 1 }, input);
  };
  return {
    on: ({ act }, executor) => void executors.set(act, executor),
    needs,
    async alone() {
      if (spent()) throw new LanyardError('approval_alone_spent');
    },
    async submit(act, { input, by: { actor } }) {
      if (await needs(act, input)) return { state: 'waiting', approvalId: randomUUID() };
      await db.tx(async (tx) => executors.get(act.act)?.(tx, input as never, { actor }));
      return { state: 'done', approvalId: null };
    },
  };
}

/** Choices by id alone, of what is there. */
async function chosenIn(
  db: Db,
  area: BulkArea,
  choice: Parameters<ChosenPort>[1],
): Promise<{ id: string; state: string }[]> {
  const table = area === 'requests' ? 'credentials.request' : 'credentials.credential';
  const [column, state] = area === 'devices' ? ['distinct device_id', `'active'`] : ['id', 'state'];
  const where = 'ids' in choice ? `${area === 'devices' ? 'device_id' : 'id'} = any($1::uuid[])` : '$1::uuid[] is null';
  const { rows } = await executeSql(db.pool, `select ${column} as id, ${state} as state from ${table} where ${where}`, [
    'ids' in choice ? choice.ids : null,
  ]);
  return rows as { id: string; state: string }[];
}

/** Credentials over a real database and real cryptography, with the other contexts as a test wants them. */
export class World {
  readonly clock = new ManualClock();
  readonly issuer = new TestAuthority(this.clock);
  readonly fleet = new TestFleet(this.clock);
  readonly notices: { personId: string; kind: string; facts: Readonly<Record<string, unknown>> }[] = [];
  readonly people = new Map<string, DirectoryPerson>();
  /** What went into the outbox. */
  readonly sent: { queue: string; data: object }[] = [];
  /** How many credentials one person may end; null: as many as they like. */
  alone: number | null = null;
  /** Whoever acts alone did it too often in this hour. */
  spent = false;
  /** What the cards' issuer says. */
  primaryStatus: PrimaryStatus | Error = 'good';
  /** The step at which the next call dies. */
  dieAt: string | undefined;
  readonly db: Db;
  readonly credentials: Credentials;
  readonly #settings: { [K in SettingKind]?: SettingValue<K> } = {};
  readonly #drop: () => Promise<void>;
  #app: Http | undefined;

  constructor(db: Db, drop: () => Promise<void>) {
    this.db = db;
    this.#drop = drop;
    const log = createLog('silent');
    this.credentials = createCredentials(
      {
        db,
        log,
        clock: this.clock,
        random: systemRandom,
        verifier: nodeVerifier,
        fleet: this.fleet,
        issuer: this.issuer,
        cardContent: {
          sign: async (_certificate, { retired, secureMessaging }) => ({
            chuid: Uint8Array.of(0x30),
            securityObject: Uint8Array.of(retired),
            ...(secureMessaging === undefined
              ? {}
              : { secureMessaging: { certificate: fromBase64(secureMessaging.point), signer: Uint8Array.of(0x70) } }),
          }),
        },
        outbox: { send: async (_tx, queue, data) => void this.sent.push({ queue, data }) },
        approvals: atOnce(
          db,
          () => this.alone,
          () => this.spent,
        ),
        chosen: (area, choice) => chosenIn(db, area, choice),
        directory: {
          personById: async (id) => this.people.get(id) ?? null,
          setting: async <K extends SettingKind>(_id: string, kind: K) => ({
            value: this.#settings[kind] ?? (settingKinds[kind].parse({}) as SettingValue<K>),
          }),
          settingsOf: async <K extends SettingKind>(kind: K) => [
            { value: this.#settings[kind] ?? (settingKinds[kind].parse({}) as SettingValue<K>), from: 'Default' },
          ],
        },
        notices: { send: async (_tx, notice) => void this.notices.push(notice) },
        primaryStatus: async () => {
          if (this.primaryStatus instanceof Error) throw this.primaryStatus;
          return this.primaryStatus;
        },
        fault: (step) => {
          if (step !== this.dieAt) return;
          this.dieAt = undefined;
          throw new Error(`died at ${step}`);
        },
      },
      { walletUrl: 'https://wallet.example' },
    );
    this.set('portal_authentication', { derivedMobileSmartCredential: true });
  }

  static async start(): Promise<World> {
    const fresh = await freshDatabase();
    const db = openDb(fresh);
    const world = new World(db, async () => {
      await db.close();
      await fresh.drop();
    });
    const app = await createHttp({ log: createLog('silent'), guard, ratePerMinute: 100_000 });
    world.credentials.routes.portal(app);
    world.credentials.routes.admin(app);
    world.credentials.routes.device(app);
    world.credentials.routes.providers(app);
    await app.ready();
    world.#app = app;
    return world;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#app?.close();
    await this.#drop();
  }

  set<K extends SettingKind>(kind: K, value: object): void {
    Object.assign(this.#settings, { [kind]: settingKinds[kind].parse(value) });
  }

  /** Somebody who has just signed in with a card. */
  async person(cardDays = 1_500): Promise<DirectoryPerson> {
    const id = randomUUID();
    const person: DirectoryPerson = {
      id,
      userName: `u-${id}`,
      upn: `${id}@agency.example`,
      email: `${id}@mail.example`,
      displayName: 'Ada Vega',
      state: 'active',
    };
    this.people.set(id, person);
    await this.prove(person, cardDays);
    return person;
  }

  /** The account is in another state, and the credentials follow. */
  personIs(person: DirectoryPerson, state: DirectoryPerson['state']): Promise<void> {
    this.people.set(person.id, { ...person, state });
    return this.credentials.personChanged(person.id);
  }

  async prove(person: DirectoryPerson, cardDays: number): Promise<Bytes> {
    const card = await this.issuer.card(
      cardName(person),
      person.upn,
      new Date(this.clock.now().getTime() + days(cardDays)),
    );
    await this.proveAgain(person, card);
    return card;
  }

  async proveAgain({ id }: DirectoryPerson, certificate: Bytes): Promise<string> {
    return this.db.tx((tx) => this.credentials.provePrimary(tx, { personId: id, certificate, at: this.clock.now() }));
  }

  async phone({ id }: { id: string }): Promise<Phone> {
    const agreement = await webcrypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    const { x = '', y = '' } = await webcrypto.subtle.exportKey('jwk', agreement.publicKey);
    return { device: this.fleet.add(id, { kty: 'EC', crv: 'P-256', x, y }), agreement };
  }

  async call(
    as: { id: string } | Phone,
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    payload?: object,
  ): Promise<Answer> {
    const headers =
      'device' in as ? { 'x-device': as.device.id, 'x-person': as.device.personId } : { 'x-person': as.id };
    const response = await this.#app?.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    if (response === undefined) throw new Error('not started');
    return {
      status: response.statusCode,
      body: response.body === '' ? {} : (JSON.parse(response.body) as Record<string, unknown>),
    };
  }

  async request(
    person: { id: string },
    input: object = {},
  ): Promise<RequestSecrets & { requestId: string; activationPassword: string }> {
    const { status, body } = await this.call(person, 'POST', '/api/me/requests', input);
    if (status !== 200) throw new Error(`request refused: ${String(body['code'])}`);
    return body as unknown as RequestSecrets & { requestId: string; activationPassword: string };
  }

  activate(phone: Phone, requestId: string, activationPassword: string): Promise<Answer> {
    return this.call(phone, 'POST', `/device/requests/${requestId}/activate`, { activationPassword });
  }

  /** Everything after the password: keys, certificates, encryption key, confirmation. */
  async finish(phone: Phone, requestId: string): Promise<DeviceCredential> {
    const view = (await this.call(phone, 'GET', `/device/requests/${requestId}/activation`))
      .body as unknown as ActivationView;
    const hashes: string[] = [];
    for (const part of view.parts) {
      const answer =
        part.madeBy === 'device'
          ? await this.call(phone, 'POST', `/device/requests/${requestId}/certificates`, {
              purpose: part.purpose,
              csr: (await csrFor(part.keyType)).csr,
            })
          : await this.call(phone, 'POST', `/device/requests/${requestId}/encryption-key`);
      hashes.push(await sha256Hex(String(answer.body['certificate'])));
    }
    const { status, body } = await this.call(phone, 'POST', `/device/requests/${requestId}/confirm`, {
      certificates: hashes,
    });
    if (status !== 200) throw new Error(`confirmation refused: ${JSON.stringify(body)}`);
    return body['credential'] as DeviceCredential;
  }

  /** A person's phone with an active credential. */
  async bind(
    person: { id: string },
    phone?: Phone,
  ): Promise<{ phone: Phone; credential: DeviceCredential; requestId: string }> {
    const on = phone ?? (await this.phone(person));
    const { requestId, activationPassword } = await this.request(person);
    const answer = await this.activate(on, requestId, activationPassword);
    if (answer.status !== 200) throw new Error(`activation refused: ${JSON.stringify(answer.body)}`);
    return { phone: on, credential: await this.finish(on, requestId), requestId };
  }

  async stateOf(credentialId: string): Promise<string | undefined> {
    return (
      await this.rows<{ state: string }>(`select state from credentials.credential where id = $1`, [credentialId])
    )[0]?.state;
  }

  async rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await executeSql(this.db.pool, sql, values)).rows as T[];
  }
}

/** Who calls is what the headers say: the guards of the other contexts have tests of their own. */
const guard: Guard = async (request): Promise<Caller> => {
  const personId = String(request.headers['x-person']);
  const device = request.headers['x-device'];
  const wanted = request.routeOptions.config.permission;
  if (typeof device === 'string') {
    if (wanted !== 'device') throw new LanyardError('permission_denied');
    return { kind: 'device', deviceId: device, personId };
  }
  if (wanted === 'device') throw new LanyardError('device_token_invalid');
  return {
    kind: 'session',
    sessionId: '018f6d1e-0000-7000-8000-00000000000a',
    personId,
    signedInBy: 'primary',
    primary: true,
    fresh: true,
    roles: [],
    spaces: [],
  };
};

export const cardName = ({ id }: { id: string }) =>
  nameFrom([
    { type: 'C', value: 'US' },
    { type: 'O', value: 'Test Agency' },
    { type: 'CN', value: `VEGA.ADA.${id}` },
  ]);

/** A request as a wallet makes it. */
export async function csrFor(keyType: KeyType, key = generateKeyPair(keyType)): Promise<{ csr: string; spki: Bytes }> {
  const der = await buildRequest({ subject: nameFrom([{ type: 'CN', value: 'wallet' }]) }, softwareSigner(key.pkcs8));
  return { csr: Buffer.from(der).toString('base64'), spki: key.spki };
}

/** A request over any key that node can make. */
export async function csrOver(privateKey: KeyObject): Promise<string> {
  return Buffer.from(
    await buildRequest({ subject: nameFrom([{ type: 'CN', value: 'wallet' }]) }, softwareSigner(privateKey)),
  ).toString('base64');
}

export const weakKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;

export async function sha256Hex(base64: string): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', Buffer.from(base64, 'base64'))).toString('hex');
}

/** Opens what the server sealed, as the wallet does. */
export async function openSealed(
  { agreement, device }: Phone,
  requestId: string,
  enc: string,
  ciphertext: string,
): Promise<Buffer> {
  const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const options = {
    info: Buffer.from('lanyard encryption key'),
    aad: Buffer.from(`${device.id}|${requestId}|encryption`),
  };
  const key = agreement as never; // one key, and two type libraries (Node's and the browser's) that name it differently
  return Buffer.from(await suite.Open(key, Buffer.from(enc, 'base64'), Buffer.from(ciphertext, 'base64'), options));
}

export const certificateIn = (answer: Answer) =>
  parseCertificate(Buffer.from(String(answer.body['certificate']), 'base64'));
