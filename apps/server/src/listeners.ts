import { createHttp, type Http, type HttpOptions } from '@lanyard/kernel';
import type { OpenContexts } from './contexts.ts';
import { configRoutes } from './http/config-routes.ts';
import { openApiRoute } from './http/open-api-route.ts';
import { lintRoute } from './http/lint-route.ts';
import { serveWeb } from './http/serve-web.ts';
import { builtFolder } from './migration-folders.ts';
import { answersPlainHttp } from './urls.ts';
import { PortError } from './port-error.ts';
import { estTls } from './est-tls.ts';
import type { WebCertificate } from './web-certificate.ts';

/** What is to listen where. */
interface Interface {
  readonly name: string;
  readonly port: number;
  readonly app: Http;
}

export interface Listeners {
  /** Certificates of the card hosts change with the trust anchors. */
  readonly cardHosts: readonly Http[];
  close(): Promise<void>;
}

/**
 * Opens every listener of an installation, or none: a port that is taken closes those already open.
 * @throws PortError naming the port and the setting
 */
export async function openListeners(contexts: OpenContexts, web: WebCertificate): Promise<Listeners> {
  const { config } = contexts;
  const cardTls = await contexts.signin.cardTlsOptions(web);
  const interfaces: Interface[] = [
    { name: 'status', port: config.ports.status, app: await statusApp(contexts) },
    { name: 'portal-tls', port: config.ports.portalTls, app: await portalApp(contexts, { tls: web }) },
    { name: 'wallet-tls', port: config.ports.walletTls, app: await walletApp(contexts, { tls: web }) },
    { name: 'card', port: config.ports.card, app: await cardApp(contexts, { tls: cardTls }) },
    { name: 'card-again', port: config.ports.cardAgain, app: await cardApp(contexts, { tls: cardTls }) },
  ];
  if (answersPlainHttp(config)) {
    interfaces.push({ name: 'portal', port: config.ports.portal, app: await portalApp(contexts, {}) });
    interfaces.push({ name: 'wallet', port: config.ports.wallet, app: await walletApp(contexts, {}) });
  }
  interfaces.push({
    name: 'est',
    port: config.ports.est,
    app: await estApp(contexts, { tls: await estTls(contexts, web) }),
  });
  interfaces.push({ name: 'relay', port: config.ports.relay, app: await relayApp(contexts) });
  if (config.proxy) interfaces.push({ name: 'proxy', port: config.ports.proxy, app: await proxyApp(contexts) });
  let relay: { close(): Promise<void> } | undefined;
  const close = async () => {
    await relay?.close();
    await Promise.all(interfaces.map(({ app }) => app.close()));
  };
  try {
    for (const each of interfaces) await listen(each, config.listen);
    relay = await contexts.fleet.openRelay(config.relayAddress);
  } catch (error) {
    await close();
    throw error;
  }
  return { cardHosts: interfaces.filter((i) => i.name.startsWith('card')).map((i) => i.app), close };
}

async function listen({ name, port, app }: Interface, host: string): Promise<void> {
  try {
    await app.listen({ port, host });
  } catch (error) {
    throw PortError.from(error, name, port, host);
  }
}

type Extra = Pick<HttpOptions, 'tls'>;

const base = ({ log, config }: OpenContexts): HttpOptions => ({ log, trustedProxies: config.trustedProxies });

/** For people and their devices: a whole agency may sit behind one address; what can be guessed has counters of its own. */
const FOR_MANY = 6_000;

const forPeople = (contexts: OpenContexts, extra: Extra): HttpOptions => ({
  ...base(contexts),
  ...extra,
  ratePerMinute: FOR_MANY,
  strictTransport: !answersPlainHttp(contexts.config),
});

/** What is served where: every route of an installation is added here, and held against the roles by a test. */
export const compositions = {
  status(contexts: OpenContexts, app: Http) {
    contexts.issuer.routes.status(app);
    contexts.issuer.routes.scep(app);
  },
  /** For people, and for programs with an API token. */
  portal(contexts: OpenContexts, app: Http) {
    contexts.signin.routes.portal(app);
    contexts.credentials.routes.portal(app);
    contexts.credentials.routes.admin(app);
    contexts.issuer.routes.admin(app);
    contexts.fleet.routes.portal(app);
    contexts.overview.routes.portal(app);
    contexts.overview.routes.admin(app);
    contexts.fleet.routes.admin(app);
    contexts.directory.routes.administrators(app);
    contexts.directory.routes.people(app);
    contexts.directory.routes.scim(app);
    contexts.directory.routes.settings(app);
    contexts.directory.routes.logo(app, '/api/portal');
    contexts.credentials.routes.providers(app);
    contexts.notices.routes.admin(app);
    lintRoute(contexts, app);
    configRoutes(contexts, app);
    openApiRoute(app);
  },
  async wallet(contexts: OpenContexts, app: Http) {
    contexts.fleet.routes.device(app);
    contexts.directory.routes.logo(app, '/device');
    contexts.credentials.routes.device(app);
    await contexts.fleet.routes.relay(app);
  },
  card: (contexts: OpenContexts, app: Http) => contexts.signin.routes.card(app),
  est: (contexts: OpenContexts, app: Http) => contexts.issuer.routes.est(app),
  proxy: (contexts: OpenContexts, app: Http) => contexts.signin.routes.cardProxied(app),
  relay: (contexts: OpenContexts, app: Http) => contexts.fleet.routes.relayNode(app),
} as const;

async function statusApp(contexts: OpenContexts): Promise<Http> {
  const app = await createHttp({ ...base(contexts), ratePerMinute: 60_000 });
  compositions.status(contexts, app);
  return app;
}

async function portalApp(contexts: OpenContexts, extra: Extra): Promise<Http> {
  const app = await createHttp({ ...forPeople(contexts, extra), guard: contexts.signin.guard });
  compositions.portal(contexts, app);
  await serveWeb(app, builtFolder('portal'), ['/api', '/scim']);
  return app;
}

async function walletApp(contexts: OpenContexts, extra: Extra): Promise<Http> {
  const app = await createHttp({ ...forPeople(contexts, extra), guard: contexts.fleet.guard });
  await compositions.wallet(contexts, app);
  // Some browsers do not count a WebSocket to the page's own address as the page's own.
  const ways = contexts.urls.wallets.map((url) => url.replace(/^http/, 'ws'));
  await serveWeb(app, builtFolder('wallet'), ['/device', '/relay'], ways);
  return app;
}

/** For the other processes of this installation. */
async function relayApp(contexts: OpenContexts): Promise<Http> {
  const app = await createHttp({ ...base(contexts), ratePerMinute: 60_000 });
  await compositions.relay(contexts, app);
  return app;
}

async function cardApp(contexts: OpenContexts, extra: Extra): Promise<Http> {
  const app = await createHttp({ ...base(contexts), ...extra, strictTransport: !answersPlainHttp(contexts.config) });
  compositions.card(contexts, app);
  return app;
}

async function estApp(contexts: OpenContexts, extra: Extra): Promise<Http> {
  const app = await createHttp({ ...base(contexts), ...extra });
  compositions.est(contexts, app);
  return app;
}

async function proxyApp(contexts: OpenContexts): Promise<Http> {
  const app = await createHttp({ ...base(contexts), forwardedCertificates: true });
  compositions.proxy(contexts, app);
  return app;
}
