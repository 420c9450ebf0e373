import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { type Http, LanyardError, toLanyardError } from '@lanyard/kernel';
import type { Bytes, Fetcher } from '@lanyard/pki';
import type { FastifyRequest } from 'fastify';
import type { SigninConfig, SigninPorts } from '../ports.ts';
import { signInWithCard } from '../sign-in-with-card.ts';
import { browserOf } from './browser-of.ts';
import { attemptIdOf, rawRefusal, sendRefusal, sendTicket } from './card-answer.ts';

/** What reached us of the browser's certificates, DER. */
export interface ShownCertificates {
  readonly certificate: Bytes | null;
  readonly chain: readonly Bytes[];
}

/** The card host: one page, which is seen only when something is in the way. */
export function cardRoutes(ports: SigninPorts, config: SigninConfig, fetcher: Fetcher) {
  return (app: Http): void => {
    cardPages(app, ports, config, fetcher, (request) => certificatesOf(request.raw.socket));
    answerOddities(app, ports, config);
  };
}

/**
 * The pages, whoever ends the TLS connection.
 * @param shown finds the certificates of a request
 */
export function cardPages(
  app: Http,
  ports: SigninPorts,
  config: SigninConfig,
  fetcher: Fetcher,
  shown: (request: FastifyRequest) => ShownCertificates,
): void {
  void app.register((scope, _options, done) => {
    scope.setErrorHandler((error, request, reply) => {
      const known = toLanyardError(error);
      const line = {
        code: known.code,
        correlationId: request.id,
        reason: known.details.reason,
        detail: known.details.message,
      };
      if (known.kind === 'internal') request.log.error({ ...line, err: known.cause ?? known }, 'card sign-in failed');
      else request.log.info(line, 'card sign-in refused');
      return sendRefusal(ports, config, request, reply, known);
    });
    scope.get('/card/:attempt', { config: { permission: 'public' } }, async (request, reply) => {
      const attemptId = attemptIdOf(request);
      if (attemptId === null) throw new LanyardError('sign_in_attempt_unknown');
      const given = { ...browserOf(request), ...shown(request), attemptId, correlationId: request.id };
      const { portalOrigin, ticket } = await signInWithCard(ports, config, fetcher, given);
      return sendTicket(reply, portalOrigin, ticket);
    });
    // Everything else too: a person who meets this host by another address gets a page, never a blank.
    scope.all('/*', { config: { permission: 'public' } }, () => {
      throw new LanyardError('not_found');
    });
    done();
  });
}

const MAX_CHAIN = 8;

/** The key of the certificate was proved in this connection's handshake: sessions are never resumed on this host. */
function certificatesOf(socket: unknown): ShownCertificates {
  const none = { certificate: null, chain: [] };
  if (!(socket instanceof TLSSocket) || socket.isSessionReused()) return none;
  const leaf: Partial<DetailedPeerCertificate> = socket.getPeerCertificate(true);
  if (leaf.raw === undefined) return none;
  const chain: Bytes[] = [];
  let above = leaf.issuerCertificate;
  while (above?.raw !== undefined && above.issuerCertificate !== above && chain.length < MAX_CHAIN) {
    chain.push(new Uint8Array(above.raw));
    above = above.issuerCertificate;
  }
  return { certificate: new Uint8Array(leaf.raw), chain };
}

/** What is not HTTP gets a page as well, and what is not TLS a line in the log. */
function answerOddities(app: Http, ports: SigninPorts, config: SigninConfig): void {
  const { server, log } = app;
  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const correlationId = randomUUID();
    log.info({ code: error.code, correlationId }, 'the card host was sent something that is no request');
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'input_too_large' : 'input_invalid';
    return socket.end(rawRefusal(ports, config, code, correlationId));
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException) =>
    log.info({ code: error.code }, 'a TLS handshake at the card host failed'),
  );
}
