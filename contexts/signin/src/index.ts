import type { ErrorCode, PortalAuthenticationSetting } from '@lanyard/contract';
import type { Actor, Guard, Http, Jobs, Tx } from '@lanyard/kernel';
import type { Bytes } from '@lanyard/pki';
import { type SignInQuestion, trustsIssuerOf, wouldSignIn } from './card/would-sign-in.ts';
import { cardRoutes } from './http/card-routes.ts';
import { cardTlsOptions, type CardTlsOptions, clientAuthorities, type ServerIdentity } from './http/card-tls.ts';
import { portalRoutes } from './http/portal-routes.ts';
import { proxiedRoutes } from './http/proxied-routes.ts';
import { type LinkMade, type LinkWanted, makeLink } from './link/make-link.ts';
import type { SigninConfig, SigninPorts } from './ports.ts';
import { primaryStatus, type PrimaryStatus } from './primary-status.ts';
import { portalCookie } from './session/cookies.ts';
import { csrfTokens } from './session/csrf-token.ts';
import { END_ALL, endAll } from './session/end-all.ts';
import { endSessionsOf } from './session/end-sessions.ts';
import { portalGuard } from './session/portal-guard.ts';
import { cachedFetcher } from './status/cached-fetcher.ts';
import { sweep } from './sweep.ts';

export type { CardTlsOptions, ServerIdentity } from './http/card-tls.ts';
export type { LinkMade, LinkWanted } from './link/make-link.ts';
export type {
  Approvals,
  Directory,
  Issuer,
  Person,
  Primaries,
  ProxyConfig,
  SigninConfig,
  SigninLimits,
  SigninPorts,
} from './ports.ts';
export type { PrimaryStatus } from './primary-status.ts';
export type { SignInQuestion } from './card/would-sign-in.ts';

/** Card sign-in and sessions of the portal. */
export interface Signin {
  readonly routes: {
    portal(app: Http): void;
    /** For the listener with {@link Signin.cardTlsOptions}. */
    card(app: Http): void;
    /** For a listener of its own that only the TLS proxy reaches (`createHttp` with `forwardedCertificates`). */
    cardProxied(app: Http): void;
  };
  /** For the portal's listeners: permissions `session`, `session.primary` and `admin.…`. */
  readonly guard: Guard;
  /** @param certificate DER of a card certificate as it was proved */
  primaryStatus(certificate: Bytes): Promise<PrimaryStatus>;
  /** Whether a card would open the portal under settings that need not be in force; null: it would. */
  wouldSignIn(asked: SignInQuestion): Promise<ErrorCode | null>;
  /** Whether any issuer of a person's setting may name them, when every setting in force is taken together. */
  trustsIssuerOf(upn: string, own: PortalAuthenticationSetting, all: readonly PortalAuthenticationSetting[]): boolean;
  /** PEM of every issuer trusted now, for a proxy that asks browsers for certificates. */
  clientAuthorities(): Promise<string[]>;
  /** TLS of the card host; anchors uploaded later need no restart. */
  cardTlsOptions(identity: ServerIdentity): Promise<CardTlsOptions>;
  readonly adminLinks: {
    /** A way in for somebody who stands at the console: good once, for 30 minutes. The secret in it is kept nowhere. */
    make(wanted: LinkWanted, by: Actor): Promise<LinkMade>;
  };
  readonly sessions: {
    /** Ends every session of a person, in the leader's transaction. */
    endForPerson(tx: Tx, personId: string, why: string, by?: Actor): Promise<void>;
  };
  /** Takes part in the installation's scheduled work: removes what is over. */
  work(jobs: Jobs): Promise<void>;
}

const itself: Actor = { kind: 'system', part: 'signin' };

/** @throws Error naming the setting when there is no portal address or no card host */
export function createSignin(ports: SigninPorts, config: SigninConfig): Signin {
  if (config.portalOrigins.length === 0) throw new Error('portalOrigins names no address of the portal');
  if (config.cardHosts.length === 0) throw new Error('cardHosts names no address of the card host');
  const fetcher = cachedFetcher(ports, config);
  const askedAnew = cachedFetcher(ports, config, ['crl']);
  const cookie = portalCookie('session', config.portalOrigins);
  const csrf = csrfTokens(ports.masterKey);
  ports.approvals.on(END_ALL, endAll(ports));
  return {
    routes: {
      portal: portalRoutes(ports, config, cookie, csrf),
      card: cardRoutes(ports, config, fetcher),
      cardProxied: proxiedRoutes(ports, config, fetcher),
    },
    guard: portalGuard(ports, config, cookie, csrf),
    primaryStatus: (certificate) => primaryStatus(ports, askedAnew, certificate),
    wouldSignIn: (asked) => wouldSignIn(ports, asked),
    trustsIssuerOf: (upn, own, all) => trustsIssuerOf(ports, upn, own, all),
    clientAuthorities: () => clientAuthorities(ports),
    cardTlsOptions: (identity) => cardTlsOptions(ports, identity),
    adminLinks: { make: (wanted, by) => makeLink(ports, config, wanted, by) },
    sessions: { endForPerson: (tx, personId, why, by = itself) => endSessionsOf(ports, tx, personId, why, by) },
    work: (jobs) => jobs.schedule('signin.sweep', '17 * * * *', () => sweep(ports)),
  };
}
