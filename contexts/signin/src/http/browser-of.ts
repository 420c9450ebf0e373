import type { FastifyRequest } from 'fastify';
import type { Browser } from '../start-attempt.ts';

/** What a browser says of itself; nothing of it is believed further than a page goes. */
export function browserOf(request: FastifyRequest): Browser {
  const hint = request.headers['sec-ch-ua-mobile'];
  return {
    ip: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 500),
    mobileHint: typeof hint === 'string' ? hint : undefined,
  };
}
