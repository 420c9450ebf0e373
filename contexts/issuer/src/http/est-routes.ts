import type { TLSSocket } from 'node:tls';
import { errorCatalogue } from '@lanyard/contract';
import { type Http, httpStatus, LanyardError, toLanyardError } from '@lanyard/kernel';
import { type Bytes, viewOf } from '@lanyard/pki';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { csrAttributes } from '../est/csr-attributes.ts';
import type { EstCall, EstCredentials, EstService } from '../est/est-service.ts';
import { CERTS_ONLY, estBase64, MAX_EST_BODY, multipart, readBasic, readEstBody } from './est-bodies.ts';

const label = z.string().regex(/^[a-z0-9-]{1,32}$/);
const params = z.object({ label: label.optional() });
/** Each use case authenticates by what its operation takes: a one-time password, or the certificate of the connection. */
const open = { permission: 'public' } as const;
const WORK = '/.well-known/est';

/** Enrollment over Secure Transport (RFC 7030, RFC 8951), on a listener that asks for client certificates. */
export function estRoutes(est: EstService): (app: Http) => void {
  return (app) => {
    void app.register(async (scope: Http) => {
      scope.addContentTypeParser(
        'application/pkcs10',
        { parseAs: 'string', bodyLimit: MAX_EST_BODY },
        (_request, body, done) => done(null, body),
      );
      // §4.2.3: a refusal is words for a person.
      scope.setErrorHandler((error, request, reply) => refuse(toLanyardError(error), request, reply));
      for (const base of [WORK, `${WORK}/:label`]) operations(scope, base, est);
    });
  };
}

function operations(scope: Http, base: string, est: EstService): void {
  scope.get(`${base}/cacerts`, { schema: { params }, config: open }, async (request, reply) =>
    sendCerts(reply, await est.cacerts(labelOf(request))),
  );
  scope.get(`${base}/csrattrs`, { schema: { params }, config: open }, (_request, reply) =>
    encoded(reply).type('application/csrattrs').send(estBase64(csrAttributes())),
  );
  scope.post(`${base}/simpleenroll`, { schema: { params }, config: open }, async (request, reply) =>
    sendCerts(reply, await est.simpleenroll(callOf(request), basicOf(request), readEstBody(request.body))),
  );
  scope.post(`${base}/simplereenroll`, { schema: { params }, config: open }, async (request, reply) =>
    sendCerts(reply, await est.simplereenroll(callOf(request), certificateOf(request), readEstBody(request.body))),
  );
  scope.post(`${base}/serverkeygen`, { schema: { params }, config: open }, async (request, reply) => {
    const key = await est.serverkeygen(callOf(request), basicOf(request), readEstBody(request.body));
    const boundary = `lanyard-${request.id}`;
    return reply
      .header('cache-control', 'no-store')
      .type(`multipart/mixed; boundary=${boundary}`)
      .send(multipart(key, boundary));
  });
}

const labelOf = ({ params: given }: FastifyRequest): string | undefined => params.parse(given).label;

const callOf = (request: FastifyRequest): EstCall => ({
  label: labelOf(request),
  source: request.ip,
  correlationId: request.id,
});

function basicOf({ headers }: FastifyRequest): EstCredentials {
  const basic = readBasic(headers.authorization);
  if (!basic) throw new LanyardError('enrolment_refused', { reason: 'HTTP Basic is expected' });
  return basic;
}

/** The handshake proved the key of this certificate; nothing else about it is believed. */
function certificateOf({ raw }: FastifyRequest): Bytes {
  const certificate = (raw.socket as Partial<TLSSocket>).getPeerX509Certificate?.();
  if (!certificate) throw new LanyardError('enrolment_certificate_required');
  return viewOf(certificate.raw);
}

const encoded = (reply: FastifyReply): FastifyReply =>
  reply.header('content-transfer-encoding', 'base64').header('cache-control', 'no-store');

const sendCerts = (reply: FastifyReply, cms: Uint8Array): FastifyReply =>
  encoded(reply).type(CERTS_ONLY).send(estBase64(cms));

function refuse(error: LanyardError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = httpStatus(error.code);
  const line = { code: error.code, correlationId: request.id, path: request.url.split('?')[0] };
  if (error.kind === 'internal') request.log.error({ ...line, err: error.cause ?? error }, 'EST request failed');
  else request.log.info(line, 'EST request refused');
  if (status === 401) void reply.header('www-authenticate', 'Basic realm="est", charset="UTF-8"');
  const { title, next } = errorCatalogue[error.code];
  return reply.code(status).type('text/plain; charset=utf-8').send(`${error.code}: ${title} ${next}\r\n`);
}
