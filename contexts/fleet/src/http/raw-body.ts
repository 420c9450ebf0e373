import { createHash } from 'node:crypto';
import { LanyardError, type Http } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';

const digests = new WeakMap<FastifyRequest, Buffer>();
const NOTHING = createHash('sha256').digest();

/** Reads JSON bodies as before, and keeps the digest of their octets: a proof covers what was sent, not what was understood. */
export function keepBodyDigest(app: Http): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const octets = Buffer.from(body);
    digests.set(request, createHash('sha256').update(octets).digest());
    if (octets.length === 0) done(null, undefined);
    else void parse(request, octets.toString('utf8'), done);
  });
}

/** SHA-256 of the octets of the body; of nothing where there was none. */
export function bodyDigest(request: FastifyRequest): Buffer {
  const digest = digests.get(request);
  if (digest === undefined && request.body !== undefined && request.body !== null)
    throw new LanyardError('device_body_unsigned');
  return digest ?? NOTHING;
}
