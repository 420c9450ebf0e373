import {
  type ApiTokenQuery,
  type ApiTokenView,
  type ListPage,
  apiTokenInput,
  apiTokenMade,
  apiTokenQuery,
  apiTokenView,
  listPage,
  uuid,
} from '@lanyard/contract';
import { actorOf, csvPages, type Http, LanyardError, sendCsv, sessionOf, wantsCsv } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ApiToken, listApiTokens } from '../pg/api-tokens.ts';
import type { SigninPorts } from '../ports.ts';
import { makeToken } from '../token/make-token.ts';
import { revokeToken } from '../token/revoke-token.ts';

/** /api/admin/tokens. A program makes no further programs: only people come here to change something. */
export function tokenRoutes(app: Http, ports: SigninPorts): void {
  app.get(
    '/api/admin/tokens',
    {
      config: { permission: 'admin.administrators.read' },
      schema: { querystring: apiTokenQuery, response: { 200: listPage(apiTokenView) } },
    },
    async ({ query, headers }, reply) => {
      if (!wantsCsv(headers.accept)) return pageOf(ports, query);
      const lines = csvPages(columns, (after) => pageOf(ports, { ...query, after, limit: CSV_PAGE }), cellsOf);
      return sendCsv(reply, 'api-tokens.csv', lines);
    },
  );
  app.post(
    '/api/admin/tokens',
    {
      config: { permission: 'admin.administrators.write' },
      schema: { body: apiTokenInput, response: { 201: apiTokenMade } },
    },
    async (request, reply) => {
      refuseProgram(request);
      const { token, made } = await makeToken(ports, sessionOf(request), request.body, request.id);
      const [view] = await viewsOf(ports, [made]);
      if (view === undefined) throw new LanyardError('not_found');
      return reply.code(201).header('cache-control', 'no-store').send({ token, view });
    },
  );
  app.delete(
    '/api/admin/tokens/:id',
    { config: { permission: 'admin.administrators.write' }, schema: { params: z.strictObject({ id: uuid }) } },
    async (request, reply) => {
      refuseProgram(request);
      await revokeToken(ports, request.params.id, actorOf(request), request.id);
      return reply.code(204).send();
    },
  );
}

const CSV_PAGE = 200;
const columns = ['name', 'scopes', 'owner', 'createdAt', 'expiresAt', 'lastUsedAt', 'revokedAt', 'state'] as const;
const cellsOf = ({ name, scopes, owner, createdAt, expiresAt, lastUsedAt, revokedAt, state }: ApiTokenView) => [
  name,
  scopes.join(' '),
  owner.displayName,
  createdAt,
  expiresAt,
  lastUsedAt,
  revokedAt,
  state,
];

async function pageOf(ports: SigninPorts, query: ApiTokenQuery): Promise<ListPage<ApiTokenView>> {
  const { rows, count } = await listApiTokens(ports.db.pool, { ...query, limit: query.limit + 1 }, ports.clock.now());
  const items = await viewsOf(ports, rows.slice(0, query.limit));
  const next = rows.length > items.length ? (items.at(-1)?.id ?? null) : null;
  return { items, next, total: { count, atLeast: false } };
}

/** @throws LanyardError `token_not_for_this` */
export function refuseProgram({ caller }: FastifyRequest): void {
  if (caller.kind === 'token') throw new LanyardError('token_not_for_this');
}

async function viewsOf({ clock, directory }: SigninPorts, tokens: readonly ApiToken[]): Promise<ApiTokenView[]> {
  const now = clock.now();
  const names = await directory.namesOf([...new Set(tokens.map(({ personId }) => personId))]);
  return tokens.map(({ personId, createdAt, expiresAt, lastUsedAt, revokedAt, scopes, id, name }) => ({
    id,
    name,
    scopes: [...scopes],
    owner: { personId, displayName: names.get(personId) ?? personId },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    state: revokedAt !== null ? 'revoked' : expiresAt <= now ? 'expired' : 'active',
  }));
}
