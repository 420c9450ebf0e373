import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { OcspResult } from '../status/answer-ocsp.ts';

/** Errors of OCSP travel in its own answer, under 200 (RFC 6960 appendix A.2). Only a GET may be cached (RFC 5019 §6). */
export function sendOcsp(
  reply: FastifyReply,
  { der, cacheable, thisUpdate, nextUpdate }: OcspResult,
  method: 'get' | 'post',
): FastifyReply {
  void reply.type('application/ocsp-response');
  if (method === 'get' && cacheable && thisUpdate && nextUpdate) {
    void reply.header('cache-control', 'public, max-age=60, no-transform, must-revalidate');
    void reply.header('last-modified', thisUpdate.toUTCString()).header('expires', nextUpdate.toUTCString());
    void reply.header('etag', `"${createHash('sha1').update(der).digest('hex')}"`);
  } else {
    void reply.header('cache-control', 'no-store');
  }
  return reply.send(Buffer.from(der));
}
