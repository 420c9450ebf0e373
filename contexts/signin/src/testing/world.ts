import { generateKeyPair, nodeDigest, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import { portalAuthenticationSetting, type PortalAuthenticationSetting, type SessionView } from '@lanyard/contract';
import {
  createHttp,
  createLog,
  type Db,
  type Http,
  ManualClock,
  masterKey,
  openDb,
  systemRandom,
  type Tx,
} from '@lanyard/kernel';
import { freshDatabase } from '@lanyard/kernel/testing';
import { type Bytes, ext, type FetchRequest, nameFrom, OID, signCertificate, toPem } from '@lanyard/pki';
import { createSignin, type Person, type Signin, type SigninConfig } from '../index.ts';
import { NOW, type Pair, TestAuthority } from './authority.ts';
import { type Answer, ask, type Asked, Browser } from './browser.ts';

/** A portal and two card hosts on real sockets, with an authority and a directory that a test can change. */
export interface World {
  readonly db: Db;
  readonly clock: ManualClock;
  readonly signin: Signin;
  readonly config: SigninConfig;
  readonly root: TestAuthority;
  readonly issuing: TestAuthority;
  readonly people: Person[];
  /** The default setting, and by person id what their groups give instead. */
  readonly settings: { fallback: PortalAuthenticationSetting; own: Map<string, PortalAuthenticationSetting> };
  /** DER of certificates that count as our own issuers'. */
  readonly own: Set<unknown>;
  /** Certificates that were proved, in order. */
  readonly proved: { personId: string; sha: string }[];
  readonly fetched: string[];
  /** What else can be fetched, by address. */
  readonly published: Map<string, Bytes>;
  readonly logged: string[];
  readonly portal: string;
  readonly cardHosts: readonly [string, string];
  authorities: TestAuthority[];
  failProof: boolean;
  browser(): Browser;
  /** Begins a sign-in and shows a card at the first card host. */
  show(card: Pair | null, asked?: Asked & { browser?: Browser }): Promise<Answer>;
  /** A whole sign-in. */
  signIn(card: Pair, browser?: Browser): Promise<{ browser: Browser; session: SessionView }>;
  listen(make: (app: Http) => void, options?: Partial<Parameters<typeof createHttp>[0]>): Promise<string>;
  close(): Promise<void>;
}

export const ADA: Person = {
  id: '11111111-1111-4111-8111-111111111111',
  userName: 'ada',
  displayName: 'Ada Lovelace',
  state: 'active',
  roles: ['user'],
};

export const anchorOf = (authority: TestAuthority, upnSuffixes: string[] = []) => ({
  name: 'CA',
  certificate: authority.pair.certPem,
  upnSuffixes,
});

export async function openWorld(): Promise<World> {
  const database = await freshDatabase();
  const db = openDb(database);
  const clock = new ManualClock(NOW);
  const root = await TestAuthority.create('Test Root', 'http://crl.agency.example/root.crl', null);
  const issuing = await TestAuthority.create('Test Card CA', 'http://crl.agency.example/issuing.crl', root);
  const apps: Http[] = [];
  const logged: string[] = [];
  const log = createLog('info', { write: (line) => logged.push(line) });
  const settings = {
    fallback: portalAuthenticationSetting.parse({ anchors: [anchorOf(root)], intermediates: [issuing.pair.certPem] }),
    own: new Map<string, PortalAuthenticationSetting>(),
  };
  const people: Person[] = [ADA];
  const upns = new Map([['ada@agency.example', ADA.id]]);
  const world = {
    authorities: [root, issuing],
    failProof: false,
    own: new Set<unknown>(),
    proved: [] as World['proved'],
    fetched: [] as string[],
    published: new Map<string, Bytes>(),
  };
  const fetcher = {
    fetch: async ({ url }: FetchRequest) => {
      world.fetched.push(url);
      const authority = world.authorities.find((a) => a.crlUrl === url);
      return authority?.reachable ? authority.crl(clock.now()) : (world.published.get(url) ?? null);
    },
  };
  const directory = {
    personById: async (id: string) => people.find((p) => p.id === id) ?? null,
    personByUpn: async (upn: string) => people.find((p) => p.id === upns.get(upn.toLowerCase())) ?? null,
    setting: async (personId: string) => ({ value: settings.own.get(personId) ?? settings.fallback }),
    settingsOf: async () => [...settings.own.values(), settings.fallback].map((value) => ({ value })),
  };
  const primaries = {
    provePrimary: async (_tx: Tx, { personId, certificate }: { personId: string; certificate: Uint8Array }) => {
      if (world.failProof) throw new Error('the credentials context is broken');
      world.proved.push({
        personId,
        sha: Buffer.from(nodeDigest.digest('sha256', new Uint8Array(certificate))).toString('hex'),
      });
      return 'primary-1';
    },
  };
  const identity = await serverIdentity();
  const ports = {
    db,
    clock,
    random: systemRandom,
    directory,
    primaries,
    fetcher,
    log,
    issuer: {
      isOwn: (certificate: { der: Uint8Array }) => world.own.has(Buffer.from(certificate.der).toString('hex')),
    },
    verifier: nodeVerifier,
    digest: nodeDigest,
    outbox: { send: () => Promise.resolve() },
    masterKey: masterKey(new Uint8Array(32).fill(7)),
  };
  const portalOrigins: string[] = [];
  const cardHosts: string[] = [];
  const config: SigninConfig = {
    portalOrigins,
    cardHosts,
    walletUrl: 'http://localhost:1',
    organisation: 'Test Agency',
    proxy: { secret: 'a secret of the proxy, thirty-two characters', format: { kind: 'rfc9440' } },
  };
  portalOrigins.push('http://localhost'); // replaced below: the ports are known only once the listeners are open
  cardHosts.push('https://localhost');
  const signin = createSignin(ports, config);

  const listen: World['listen'] = async (make, options = {}) => {
    const app = await createHttp({ log, ratePerMinute: 100_000, ...options });
    make(app);
    apps.push(app);
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    return address.replace('127.0.0.1', 'localhost');
  };
  const portal = await listen(signin.routes.portal, { guard: signin.guard });
  const tls = await signin.cardTlsOptions(identity);
  const first = await listen(signin.routes.card, { tls });
  const second = await listen(signin.routes.card, { tls });
  portalOrigins.splice(0, 1, portal);
  cardHosts.splice(0, 1, first, second);

  const show: World['show'] = async (card, asked = {}) => {
    const started = await (asked.browser ?? new Browser(portal)).call('POST', '/api/sign-in');
    return ask((started.json() as { url: string }).url, { ...asked, card });
  };
  return Object.assign(world, {
    db,
    clock,
    signin,
    config,
    root,
    issuing,
    people,
    settings,
    logged,
    portal,
    show,
    listen,
    cardHosts: [first, second] as const,
    browser: () => new Browser(portal),
    async signIn(card: Pair, browser = new Browser(portal)) {
      const answer = await show(card, { browser });
      const ticket = /#ticket=(.+)$/.exec(String(answer.headers.location))?.[1];
      const opened = await browser.call('POST', '/api/session', { body: { ticket } });
      if (opened.status !== 200) throw new Error(`no session: ${opened.status} ${opened.text} after ${answer.status}`);
      const session = opened.json() as SessionView;
      browser.csrfToken = session.csrfToken;
      return { browser, session };
    },
    async close() {
      for (const app of apps) await app.close();
      await db.close();
      await database.drop();
    },
  });
}

async function serverIdentity(): Promise<{ key: string; cert: string }> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const signer = softwareSigner(pkcs8);
  const subject = nameFrom([{ type: 'CN', value: 'localhost' }]);
  const extensions = [
    ext.subjectAltName([{ kind: 'dns', value: 'localhost' }]),
    ext.extendedKeyUsage([OID.serverAuth]),
  ];
  const template = {
    serial: Uint8Array.of(1),
    issuer: subject,
    subject,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2040-01-01'),
    spki,
    extensions,
  };
  const der = await signCertificate(template, signer);
  return { key: toPem('PRIVATE KEY', pkcs8), cert: toPem('CERTIFICATE', der) };
}
