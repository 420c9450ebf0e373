import { TLSSocket } from 'node:tls';
import { equalSecret, type Http, LanyardError } from '@lanyard/kernel';
import { type Fetcher, PkiError } from '@lanyard/pki';
import type { FastifyRequest } from 'fastify';
import { readClientCertHeader, readEscapedPem } from '../card/forwarded-certificates.ts';
import type { ProxyConfig, SigninConfig, SigninPorts } from '../ports.ts';
import { cardPages, type ShownCertificates } from './card-routes.ts';

/**
 * The card host behind a proxy that ends TLS, on a listener of its own (`createHttp` with `forwardedCertificates`).
 * A header is only as true as its sender: the proxy proves itself by a shared secret or by mTLS before any header is
 * read, and must drop these headers from what browsers send (RFC 9440 §4).
 * @throws Error at the start when the configuration would believe anybody
 */
export function proxiedRoutes(ports: SigninPorts, config: SigninConfig, fetcher: Fetcher) {
  return (app: Http): void => {
    const { proxy } = config;
    if (proxy === undefined) throw new Error('a card host behind a proxy needs the proxy setting');
    if (proxy.secret !== undefined && proxy.secret.length < 32)
      throw new Error('the secret of the card proxy must have at least 32 characters');
    cardPages(app, ports, config, fetcher, (request) => {
      if (!isProxy(request, proxy)) throw new LanyardError('permission_denied');
      return forwarded(request, proxy);
    });
  };
}

function isProxy({ headers, raw }: FastifyRequest, { secret }: ProxyConfig): boolean {
  if (secret === undefined) return raw.socket instanceof TLSSocket && raw.socket.authorized;
  const given = headers['x-lanyard-proxy-secret'];
  return typeof given === 'string' && equalSecret(given, secret);
}

function forwarded(request: FastifyRequest, { format }: ProxyConfig): ShownCertificates {
  const header = (name: string): string | undefined => {
    const value = request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(',') : value;
  };
  try {
    if (format.kind === 'nginx') return { certificate: readEscapedPem(header(format.header))[0] ?? null, chain: [] };
    const leaves = readClientCertHeader(header('client-cert'));
    if (leaves.length > 1) throw new PkiError('header_invalid', 'more than one Client-Cert');
    return { certificate: leaves[0] ?? null, chain: readClientCertHeader(header('client-cert-chain')) };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new LanyardError(
      'input_invalid',
      { fields: [{ field: 'client certificate header', message: error.message }] },
      { cause: error },
    );
  }
}
