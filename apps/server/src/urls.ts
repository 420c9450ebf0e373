import type { Config } from './config.ts';

/** Every address of an installation, from its host and ports. */
export interface Urls {
  /** Where people are sent; the first of {@link Urls.portals}. */
  readonly portal: string;
  readonly portals: readonly string[];
  readonly wallet: string;
  readonly wallets: readonly string[];
  readonly cardHosts: readonly string[];
  readonly status: string;
  readonly est: string;
}

/**
 * Portal and wallet answer on plain http only for a demo on localhost: there a browser counts it as secure, and a
 * service worker registers without the demo's root being trusted. Anywhere else a phone would refuse to keep keys.
 */
export const answersPlainHttp = ({ demo, host }: Config): boolean => demo && host === 'localhost';

export function urlsOf(config: Config): Urls {
  const { host, ports } = config;
  const at = (scheme: 'http' | 'https', port: number) =>
    `${scheme}://${host}${port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`}`;
  const both = (plain: number, tls: number): [string, ...string[]] =>
    answersPlainHttp(config) ? [at('http', plain), at('https', tls)] : [at('https', tls)];
  const portals = both(ports.portal, ports.portalTls);
  const wallets = both(ports.wallet, ports.walletTls);
  return {
    portal: portals[0],
    portals,
    wallet: wallets[0],
    wallets,
    cardHosts: [at('https', ports.card), at('https', ports.cardAgain)],
    status: at('http', ports.status),
    est: at('https', ports.est),
  };
}
