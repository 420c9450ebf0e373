import { type Http, LanyardError } from '@lanyard/kernel';
import { certsOnly, fromBase64, PkiError, viewOf } from '@lanyard/pki';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Issuer } from '../issuer.ts';
import { sendOcsp } from './send-ocsp.ts';

/** RFC 5019 §5: a request this large names some 200 certificates. */
const MAX_OCSP = 16_384;

const authority = z.string().regex(/^[a-z0-9-]{1,32}$/);
const partition = z.string().regex(/^[0-9]{1,2}$/);
const params = z.object({ authority });
const open = { permission: 'public' } as const;

type StatusSource = Pick<Issuer, 'crl' | 'ocsp' | 'authorities'>;

/** CRLs, OCSP and CA certificates: signed data over plain http, for anybody (RFC 5280 §8). */
export function statusRoutes(issuer: StatusSource): (app: Http) => void {
  return (app) => {
    app.addContentTypeParser(
      'application/ocsp-request',
      { parseAs: 'buffer', bodyLimit: MAX_OCSP },
      (_request, body, done) => done(null, body),
    );

    app.get('/crl/:authority.crl', { schema: { params }, config: open }, async (request, reply) =>
      sendCrl(issuer, request, reply, request.params),
    );
    app.get('/crl/:authority.delta.crl', { schema: { params }, config: open }, async (request, reply) =>
      sendCrl(issuer, request, reply, { ...request.params, name: 'delta' }),
    );
    app.get(
      '/crl/:authority/:name.crl',
      { schema: { params: params.extend({ name: partition }) }, config: open },
      async (request, reply) => sendCrl(issuer, request, reply, request.params),
    );

    app.post('/ocsp/:authority', { schema: { params }, config: open, bodyLimit: MAX_OCSP }, async (request, reply) => {
      if (!Buffer.isBuffer(request.body))
        throw new LanyardError('input_invalid', { reason: 'expected application/ocsp-request' });
      return sendOcsp(reply, await issuer.ocsp(request.params.authority, viewOf(request.body)), 'post');
    });

    app.get(
      '/ocsp/:authority/*',
      { schema: { params: params.extend({ '*': z.string() }) }, config: open },
      async (request, reply) => {
        const octets = decodePath(request.params['*']);
        return sendOcsp(reply, await issuer.ocsp(request.params.authority, octets), 'get');
      },
    );

    app.get('/ca/:authority.cer', { schema: { params }, config: open }, async (request, reply) => {
      const { certificate } = await known(issuer, request.params.authority);
      return cached(reply).type('application/pkix-cert').send(Buffer.from(certificate.der));
    });

    app.get('/ca/:authority.p7c', { schema: { params }, config: open }, async (request, reply) => {
      const { certificate } = await known(issuer, request.params.authority);
      return cached(reply)
        .type('application/pkcs7-mime; smime-type=certs-only')
        .send(Buffer.from(certsOnly([certificate.der])));
    });
  };
}

async function sendCrl(
  issuer: StatusSource,
  request: FastifyRequest,
  reply: FastifyReply,
  { authority: id, name }: { readonly authority: string; readonly name?: string },
): Promise<FastifyReply> {
  await known(issuer, id);
  const crl = await issuer.crl(id, name);
  if (!crl && name !== undefined) throw new LanyardError('not_found');
  if (!crl) throw new LanyardError('issuer_unavailable', { reason: 'the first CRL is being made' });
  void reply.header('etag', crl.etag).header('last-modified', crl.thisUpdate.toUTCString());
  void reply.header('cache-control', 'public, max-age=60, must-revalidate').type('application/pkix-crl');
  return matches(request, crl.etag) ? reply.code(304).send() : reply.send(viewAsBuffer(crl.der));
}

/** Not a copy: a list of a million entries is sent to many at once. */
const viewAsBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

async function known(issuer: StatusSource, id: string) {
  const found = (await issuer.authorities()).find((a) => a.id === id);
  if (!found) throw new LanyardError('authority_unknown', { authority: id });
  return found;
}

const cached = (reply: FastifyReply): FastifyReply => reply.header('cache-control', 'public, max-age=3600');

const matches = (request: FastifyRequest, etag: string): boolean =>
  (request.headers['if-none-match'] ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

/** RFC 6960 appendix A.1: base64 of the request in the path; some clients leave the padding away. */
function decodePath(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > (MAX_OCSP * 4) / 3 + 4) throw new LanyardError('input_too_large');
  const trimmed = text.replace(/=+$/, '');
  try {
    return fromBase64(trimmed.padEnd(Math.ceil(trimmed.length / 4) * 4, '='));
  } catch (cause) {
    // The empty request is malformed too, so that the answer comes from the one place that says so.
    if (cause instanceof PkiError) return new Uint8Array(0);
    throw cause;
  }
}
