import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * A cookie of the portal. Over https its name begins with `__Host-`, so that no neighbouring host and no plain http
 * page can set it (RFC 6265bis §4.1.3.2); the demo on http://localhost has another name. SameSite=Strict works since
 * every call comes from a page of the portal itself.
 */
export interface PortalCookie {
  read(request: FastifyRequest): string | null;
  /** @param seconds until the browser forgets it */
  set(request: FastifyRequest, reply: FastifyReply, value: string, seconds: number): void;
  clear(request: FastifyRequest, reply: FastifyReply): void;
}

/** @param portalOrigins a TLS proxy in front makes a request look like http: then the portal's own addresses tell */
export function portalCookie(name: 'session' | 'sign-in' | 'passkey', portalOrigins: readonly string[]): PortalCookie {
  const isSecure = (request: FastifyRequest): boolean =>
    request.protocol === 'https' || portalOrigins.includes(`https://${request.host}`);
  const nameFor = (secure: boolean): string => (secure ? `__Host-lanyard-${name}` : `lanyard-${name}`);
  const attributes = (secure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'strict', secure }) as const;
  return {
    read: (request) => request.cookies[nameFor(isSecure(request))] || null,
    set(request, reply, value, seconds) {
      const secure = isSecure(request);
      void reply.setCookie(nameFor(secure), value, { ...attributes(secure), maxAge: seconds });
    },
    clear(request, reply) {
      const secure = isSecure(request);
      void reply.clearCookie(nameFor(secure), attributes(secure));
    },
  };
}
