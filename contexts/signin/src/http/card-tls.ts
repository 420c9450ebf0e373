import { constants } from 'node:crypto';
import { callbackify } from 'node:util';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { toPem } from '@lanyard/pki';
import { authoritiesOf, trustOf } from '../card/trust.ts';
import type { SigninPorts } from '../ports.ts';

/** The card host's own key and certificate chain, PEM. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

export interface CardTlsOptions extends SecureContextOptions {
  readonly key: string;
  readonly cert: string;
  readonly ca: string[];
  readonly requestCert: true;
  readonly rejectUnauthorized: false;
  readonly SNICallback: (name: string, done: (error: Error | null, context: SecureContext) => void) => void;
}

/** How long a process goes on with the list that it read, in milliseconds. */
const LIST_AGE = 1_000;

/**
 * Certificates of every issuer that a setting trusts, PEM: roots and issuing authorities. It is only the hint that
 * TLS sends to the browser; the sign-in decides with the anchors that it reads itself. Issuing authorities are in it
 * because browsers offer a certificate only when its own issuer is named.
 */
export async function clientAuthorities({ directory, log }: SigninPorts): Promise<string[]> {
  const trust = trustOf(await directory.settingsOf('portal_authentication'), log);
  return authoritiesOf(trust).map(({ der }) => toPem('CERTIFICATE', der));
}

/**
 * TLS of the card host: every certificate is let through to its own page, no session is ever resumed (a resumed one
 * would prove no card), and the list of issuers is read anew for each connection, so that an uploaded anchor works
 * at once on every node.
 */
export async function cardTlsOptions(ports: SigninPorts, identity: ServerIdentity): Promise<CardTlsOptions> {
  const base = { ...identity, minVersion: 'TLSv1.2', secureOptions: constants.SSL_OP_NO_TICKET } as const;
  const contextNow = contextKeeper(ports, base);
  const { ca } = await contextNow();
  return {
    ...base,
    ca,
    requestCert: true,
    rejectUnauthorized: false,
    SNICallback: callbackify(async (_name: string) => (await contextNow()).context),
  };
}

interface Current {
  readonly ca: string[];
  readonly context: SecureContext;
  readonly readAt: number;
}

function contextKeeper(ports: SigninPorts, base: SecureContextOptions): () => Promise<Current> {
  let current: Current | undefined;
  return async () => {
    const now = ports.clock.now().getTime();
    if (current && now - current.readAt < LIST_AGE) return current;
    const ca = await clientAuthorities(ports).catch((error: unknown) => {
      if (!current) throw error;
      return current.ca; // the database is away: the page that says so is better than a failed handshake
    });
    const same = current && ca.join('') === current.ca.join('');
    current = { ca, context: same && current ? current.context : createSecureContext({ ...base, ca }), readAt: now };
    return current;
  };
}
