import { randomUUID } from 'node:crypto';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import type { AdminPermission } from '@lanyard/contract';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifySchema,
  type RawServerDefault,
} from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LanyardError } from '../errors.ts';
import { sourceOf } from '../source.ts';
import type { Guard } from './caller.ts';
import type { Logger } from '../log.ts';
import { httpStatus, toLanyardError, toProblem } from './problem.ts';

/** Exported so that it carries the types of `request.cookies` and `reply.setCookie` to those who use them. */
export type { CookieSerializeOptions } from '@fastify/cookie';

export type Http = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface HttpOptions {
  readonly log: Logger;
  /** Asked before every route whose permission is not `public`. */
  readonly guard?: Guard;
  readonly tls?: SecureContextOptions & Pick<TlsOptions, 'requestCert' | 'rejectUnauthorized' | 'SNICallback'>;
  /** A TLS proxy in front hands client certificates over in a header (RFC 9440). Everywhere else such a header is refused. */
  readonly forwardedCertificates?: boolean;
  /** Proxies whose X-Forwarded-For is believed: addresses or CIDR ranges. None by default. */
  readonly trustedProxies?: readonly string[];
  /** Requests a minute from one address, a process; guessable things have counters of their own in SQL. */
  readonly ratePerMinute?: number;
  /** Tells browsers never to come by plain http again (RFC 6797); not for a name that plain http is served on as well. */
  readonly strictTransport?: boolean;
  /** Octets of a body; 64 KiB by default. */
  readonly bodyLimit?: number;
}

/**
 * An HTTP interface in which every route must name its permission (`config: { permission }`): one without it
 * ends the start, so that nothing is open by oversight.
 */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const app = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    // Our lines name their request themselves; a logger for each would cost every answer what few need.
    childLoggerFactory: (log) => log,
    bodyLimit: options.bodyLimit ?? 65_536,
    genReqId: () => randomUUID(),
    requestTimeout: 30_000,
    frameworkErrors: (error, request, reply) => {
      void reply.header('x-correlation-id', request.id); // no hook runs for an address that cannot be read
      sendProblem(error, request, reply);
    },
    forceCloseConnections: true,
    return503OnClosing: false,
    ...(options.trustedProxies?.length ? { trustProxy: [...options.trustedProxies] } : {}),
    ...(options.tls ? { https: options.tls } : {}),
  }).withTypeProvider<ZodTypeProvider>() as unknown as Http;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const routes: RouteOfApp[] = [];
  routesByApp.set(app, routes);
  app.addHook('onRoute', ({ method, url, config, schema }) => {
    const permission = config?.permission;
    if (!permission) throw new Error(`route ${String(method)} ${url} names no permission`);
    for (const each of [method].flat())
      routes.push({
        method: each,
        url,
        permission,
        freshCard: config?.freshCard === true,
        schema,
        answers: schema?.response !== undefined,
      });
  });
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(() => {
    throw new LanyardError('not_found');
  });
  if (!options.forwardedCertificates) app.addHook('onRequest', refuseForwardedCertificates);
  app.addHook('onSend', async (request, reply) => {
    void reply
      .header('x-correlation-id', request.id)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer');
  });
  if (options.strictTransport)
    app.addHook('onSend', async (_request, reply) => {
      void reply.header('strict-transport-security', 'max-age=31536000');
    });
  app.decorateRequest('caller');
  // Before the body is held against its schema: a stranger learns nothing of what a route takes.
  app.addHook('preValidation', async (request) => {
    const permission = request.routeOptions.config.permission ?? 'public';
    if (permission !== 'public' && !options.guard) throw new LanyardError('session_required');
    request.caller = permission === 'public' || !options.guard ? { kind: 'public' } : await options.guard(request);
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    global: true,
    max: options.ratePerMinute ?? 600,
    timeWindow: 60_000,
    hook: 'onRequest',
    keyGenerator: (request) => sourceOf(request.ip),
  });
  return app;
}

/** Every error in one form. No cache keeps it, whatever was said of the answer that it takes the place of. */
function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = toLanyardError(error);
  const line = { code: known.code, correlationId: request.id, method: request.method, path: request.url.split('?')[0] };
  if (known.kind === 'internal') request.log.error({ ...line, err: known.cause ?? known }, 'request failed');
  else request.log.info(line, 'request refused');
  void reply.code(httpStatus(known.code)).header('cache-control', 'no-store').type('application/problem+json');
  void reply.send(JSON.stringify(toProblem(known, request.id)));
}

/** RFC 9440 §4: a listener that believes nobody's word must not seem to have heard it. */
async function refuseForwardedCertificates({ headers }: FastifyRequest): Promise<void> {
  if (headers['client-cert'] !== undefined || headers['client-cert-chain'] !== undefined) {
    throw new LanyardError('input_invalid', {
      fields: [{ field: 'client-cert', message: 'not taken on this address' }],
    });
  }
}

/** What a route's `config` says; `public` is a decision too, and shows in the list of routes. */
export type Permission = 'public' | 'session' | 'session.primary' | 'device' | 'card' | `admin.${AdminPermission}`;

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: Permission;
    /** An `admin.…` route that a card shown in the last 20 minutes opens, and nothing else. */
    freshCard?: boolean;
  }
}

/** A route as it was added, with what it asks for. */
export interface RouteOfApp {
  readonly method: string;
  readonly url: string;
  readonly permission: Permission;
  readonly freshCard: boolean;
  readonly schema: FastifySchema | undefined;
  /** Whether its answers have a schema. */
  readonly answers: boolean;
}

const routesByApp = new WeakMap<object, readonly RouteOfApp[]>();

/** Every route of an interface made by {@link createHttp}, in the order they were added. */
export const routesOf = (app: Http): readonly RouteOfApp[] => routesByApp.get(app) ?? [];
