import type { Config } from './config.ts';

/** Every address of an installation, from its host and ports. */
export interface Urls {
  readonly portal: string;
  readonly portalTls: string;
  readonly wallet: string;
  readonly walletTls: string;
  readonly cardHosts: readonly string[];
  readonly status: string;
}

export function urlsOf({ host, ports }: Config): Urls {
  const at = (scheme: 'http' | 'https', port: number) => `${scheme}://${host}${port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`}`;
  return {
    portal: at('http', ports.portal),
    portalTls: at('https', ports.portalTls),
    wallet: at('http', ports.wallet),
    walletTls: at('https', ports.walletTls),
    cardHosts: [at('https', ports.card), at('https', ports.cardAgain)],
    status: at('http', ports.status),
  };
}
