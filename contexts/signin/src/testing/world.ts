import { nodeDigest, nodeVerifier } from '@lanyard/crypto';
import { portalAuthenticationSetting, type SessionView } from '@lanyard/contract';
import {
  createHttp,
  createLog,
  type Db,
  type Http,
  ManualClock,
  masterKey,
  openDb,
  systemRandom,
} from '@lanyard/kernel';
import { freshDatabase } from '@lanyard/kernel/testing';
import { createSignin, type Signin, type SigninConfig } from '../index.ts';
import { NOW, type Pair, TestAuthority } from './authority.ts';
import { type Answer, ask, type Asked, Browser } from './browser.ts';
import { Doubles } from './doubles.ts';
import { serverIdentity } from './server-identity.ts';

type HttpOptions = Partial<Parameters<typeof createHttp>[0]>;

export const anchorOf = (authority: TestAuthority, upnSuffixes: string[] = []) => ({
  name: 'CA',
  certificate: authority.pair.certPem,
  upnSuffixes,
});

/** A portal and two card hosts on real sockets, with an authority and a directory that a test can change. */
export class World extends Doubles {
  readonly clock = new ManualClock(NOW);
  readonly logged: string[] = [];
  readonly log = createLog('info', { write: (line) => this.logged.push(line) });
  readonly #apps: Http[] = [];
  readonly #end: () => Promise<void>;
  readonly db: Db;
  readonly root: TestAuthority;
  readonly issuing: TestAuthority;
  readonly signin: Signin;
  /** Its addresses are put in once the listeners have their ports. */
  readonly config: SigninConfig = {
    portalOrigins: ['http://localhost'],
    cardHosts: ['https://localhost'],
    walletUrl: 'http://localhost:1',
    organisation: 'Test Agency',
    proxy: { secret: 'a secret of the proxy, thirty-two characters', format: { kind: 'rfc9440' } },
  };

  constructor(db: Db, root: TestAuthority, issuing: TestAuthority, end: () => Promise<void>) {
    super();
    this.db = db;
    this.#end = end;
    this.root = root;
    this.issuing = issuing;
    this.authorities = [root, issuing];
    const intermediates = [issuing.pair.certPem];
    this.settings.fallback = portalAuthenticationSetting.parse({ anchors: [anchorOf(root)], intermediates });
    const { clock, log } = this;
    const crypto = { random: systemRandom, verifier: nodeVerifier, digest: nodeDigest };
    const base = {
      db,
      clock,
      log,
      outbox: { send: () => Promise.resolve() },
      masterKey: masterKey(new Uint8Array(32)),
    };
    this.signin = createSignin({ ...base, ...crypto, ...this.ports(clock) }, this.config);
  }

  get portal(): string {
    return this.config.portalOrigins[0] ?? '';
  }

  get cardHosts(): readonly [string, string] {
    const [first = '', second = ''] = this.config.cardHosts;
    return [first, second];
  }

  async listen(make: (app: Http) => void, options: HttpOptions = {}): Promise<string> {
    const app = await createHttp({ log: this.log, ratePerMinute: 100_000, ...options });
    make(app);
    this.#apps.push(app);
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    return address.replace('127.0.0.1', 'localhost');
  }

  async open(): Promise<void> {
    const { routes, guard } = this.signin;
    const portal = await this.listen(routes.portal, { guard });
    const tls = await this.signin.cardTlsOptions(await serverIdentity());
    const cardHosts = [await this.listen(routes.card, { tls }), await this.listen(routes.card, { tls })];
    Object.assign(this.config.portalOrigins, [portal]);
    Object.assign(this.config.cardHosts, cardHosts);
  }

  browser(): Browser {
    return new Browser(this.portal);
  }

  /** Begins a sign-in and shows a card at the first card host. */
  async show(card: Pair | null, asked: Asked & { browser?: Browser } = {}): Promise<Answer> {
    const started = await (asked.browser ?? this.browser()).call('POST', '/api/sign-in');
    return ask((started.json() as { url: string }).url, { ...asked, card });
  }

  /** A whole sign-in. */
  async signIn(card: Pair, browser = this.browser()): Promise<{ browser: Browser; session: SessionView }> {
    const answer = await this.show(card, { browser });
    const ticket = /#ticket=(.+)$/.exec(String(answer.headers.location))?.[1];
    const opened = await browser.call('POST', '/api/session', { body: { ticket } });
    if (opened.status !== 200) throw new Error(`no session: ${opened.status} ${opened.text} after ${answer.status}`);
    const session = opened.json() as SessionView;
    browser.csrfToken = session.csrfToken;
    return { browser, session };
  }

  async close(): Promise<void> {
    for (const app of this.#apps) await app.close();
    await this.#end();
  }
}

export async function openWorld(): Promise<World> {
  const database = await freshDatabase();
  const db = openDb(database);
  const end = async (): Promise<void> => {
    await db.close();
    await database.drop();
  };
  const root = await TestAuthority.create('Test Root', 'http://crl.agency.example/root.crl', null);
  const issuing = await TestAuthority.create('Test Card CA', 'http://crl.agency.example/issuing.crl', root);
  const world = new World(db, root, issuing, end);
  await world.open();
  return world;
}
