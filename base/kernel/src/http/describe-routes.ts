import { routesOf, type Http, type RouteOfApp } from './create-http.ts';

/** A described interface, as far as it is written here. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: Readonly<Record<string, string>>;
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, unknown>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly 'x-permission': string;
  /** A card shown in the last 20 minutes opens it, and nothing else. */
  readonly 'x-fresh-card'?: true;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface Described {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** What the addresses to describe begin with: `/api/admin`. */
  readonly prefix: string;
  /** Routes whose body is a file, `POST /api/admin/people/import`: no schema holds it. */
  readonly files: readonly string[];
}

/**
 * OpenAPI 3.1 of the routes of an interface, made of the schemas that hold its requests and answers. It takes a second:
 * whoever serves it keeps it.
 */
export async function describeRoutes(app: Http, { prefix, files, ...info }: Described): Promise<OpenApi> {
  const wanted = routesOf(app).filter(({ method, url }) => method !== 'HEAD' && url.startsWith(`${prefix}/`));
  const raw = await converted(wanted, info);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of wanted) {
    const path = route.url.replaceAll(/:([A-Za-z0-9]+)/g, '{$1}');
    const method = route.method.toLowerCase();
    const found = raw.paths[path]?.[method];
    const isFile = files.includes(`${route.method} ${route.url}`);
    if (found)
      (paths[path] ??= {})[method] = { ...operationOf(route, found, prefix), ...(isFile && { requestBody: octets }) };
  }
  const tags = [...new Set(Object.values(paths).flatMap((ways) => Object.values(ways).flatMap((way) => way.tags)))];
  return {
    openapi: '3.1.0',
    info: { ...info },
    tags: tags.toSorted().map((name) => ({ name })),
    paths,
    components: { ...raw.components, ...components },
    security: [{ token: [] }, { session: [] }],
  };
}

type Raw = Pick<OpenApi, 'paths' | 'components'>;

/** The library reads routes while they are added: an interface of its own is made of them, which never listens. */
async function converted(routes: readonly RouteOfApp[], info: { title: string; version: string }): Promise<Raw> {
  const [{ fastify }, { default: swagger }, provider] = await Promise.all([
    import('fastify'),
    import('@fastify/swagger'),
    import('fastify-type-provider-zod'),
  ]);
  const shadow = fastify({ exposeHeadRoutes: false });
  shadow.setValidatorCompiler(provider.validatorCompiler);
  shadow.setSerializerCompiler(provider.serializerCompiler);
  // What a schema reads and then turns into something else is described as what it reads.
  const transform = provider.createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } });
  await shadow.register(swagger, { openapi: { openapi: '3.1.0', info }, transform });
  for (const { method, url, schema } of routes) {
    const handler = async () => null;
    shadow.route({ method, url, handler, ...(schema === undefined ? {} : { schema }) });
  }
  await shadow.ready();
  const raw = shadow.swagger() as unknown as Raw; // sound: OpenAPI 3.1 was asked for
  await shadow.close();
  return raw;
}

function operationOf(route: RouteOfApp, raw: Operation, prefix: string): Operation {
  const [tag = 'admin'] = route.url.slice(prefix.length + 1).split('/');
  const { responses, ...rest } = raw;
  const answers = Object.keys(responses).length > 0 && route.answers ? responses : bare(route.method);
  return {
    ...rest,
    operationId: operationId(route, prefix),
    tags: [tag],
    'x-permission': route.permission,
    ...(route.freshCard && { 'x-fresh-card': true as const }),
    responses: { ...answers, default: { $ref: '#/components/responses/Problem' } },
  };
}

const octets = { content: { '*/*': { schema: { type: 'string', format: 'binary' } } } };

/** Of a route without a schema of its answer: nothing, or a file. */
const bare = (method: string) =>
  method !== 'GET'
    ? { 204: { description: 'Done.' } }
    : { 200: { description: 'A file.', content: { '*/*': { schema: { type: 'string' } } } } };

/** `GET /api/admin/settings/:kind` is `getSettingsByKind`. */
function operationId({ method, url }: RouteOfApp, prefix: string): string {
  const words = url
    .slice(prefix.length + 1)
    .split('/')
    .map((word) => (word.startsWith(':') ? `by-${word.slice(1)}` : word));
  const camel = words.join('-').replaceAll(/[-.]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return `${method.toLowerCase()}${camel.charAt(0).toUpperCase()}${camel.slice(1)}`;
}

const components = {
  responses: {
    Problem: {
      description: 'Refused or failed: what happened, and what to do next (RFC 9457).',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
  securitySchemes: {
    token: { type: 'http', scheme: 'bearer', description: 'An API token, made in the admin portal.' },
    session: { type: 'apiKey', in: 'cookie', name: 'lanyard-session', description: 'A browser that signed in.' },
  },
  schemas: {
    Problem: {
      type: 'object',
      required: ['type', 'title', 'status', 'code', 'next', 'correlationId'],
      properties: {
        type: { type: 'string' },
        title: { type: 'string', description: 'What happened.' },
        status: { type: 'integer' },
        code: { type: 'string', description: 'Stable, for programs.' },
        next: { type: 'string', description: 'What to do.' },
        correlationId: { type: 'string', description: "As in the server's log." },
        details: { type: 'object', additionalProperties: true },
      },
    },
  },
} as const;
