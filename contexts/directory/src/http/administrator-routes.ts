import {
  type AdministratorQuery,
  administratorQuery,
  type AdministratorView,
  administratorView,
  type ListPage,
  listPage,
  rolesInput,
  rolesPreview,
  submitted,
  uuid,
} from '@lanyard/contract';
import {
  type Actor,
  actorOf,
  adminOf,
  csvPages,
  expectedVersion,
  type Http,
  LanyardError,
  type Queryable,
  sendCsv,
  sendVersion,
  wantsCsv,
} from '@lanyard/kernel';
import { z } from 'zod';
import type { Approvals } from '../approvals/create-approvals.ts';
import { type AdministratorRow, findAdministrator, listAdministrators } from '../pg/roles.ts';
import type { DirectoryPorts } from '../ports.ts';
import { CHANGE_ROLES } from '../roles/change-roles.ts';
import { checkRoles, previewRoles } from '../roles/put-roles.ts';
import { giverOf } from './giver-of.ts';

const read = { permission: 'admin.administrators.read' } as const;
const write = { permission: 'admin.administrators.write' } as const;
const params = z.strictObject({ personId: uuid });

/** /api/admin/administrators: who has which role, where, and who gave it. */
export function administratorRoutes(app: Http, { db }: DirectoryPorts, approvals: Approvals): void {
  app.get(
    '/api/admin/administrators',
    { config: read, schema: { querystring: administratorQuery, response: { 200: listPage(administratorView) } } },
    async ({ query, headers }, reply) => {
      if (!wantsCsv(headers.accept)) return pageOf(db.pool, query);
      const lines = csvPages(columns, (after) => pageOf(db.pool, { ...query, after, limit: CSV_PAGE }), cellsOf);
      return sendCsv(reply, 'administrators.csv', lines);
    },
  );
  app.get(
    '/api/admin/administrators/:personId',
    { config: read, schema: { params, response: { 200: administratorView } } },
    async (request, reply) => {
      const found = await findAdministrator(db.pool, request.params.personId);
      if (found === null) throw new LanyardError('not_found');
      sendVersion(reply, found.version);
      return viewOf(found);
    },
  );
  app.put(
    '/api/admin/administrators/:personId',
    { config: write, schema: { params, body: rolesInput, response: { 200: submitted, 202: submitted } } },
    async (request, reply) => {
      const input = { personId: request.params.personId, version: expectedVersion(request), roles: request.body.roles };
      const answer = await approvals.submit(CHANGE_ROLES, {
        input,
        reason: request.body.reason ?? '',
        by: { actor: actorOf(request), personId: adminOf(request).personId },
        // By what a program may, not what its maker may; and before a second person looks at it.
        check: (tx) => checkRoles(tx, input, giverOf(request)),
      });
      return reply.code(answer.state === 'done' ? 200 : 202).send(answer);
    },
  );
  app.post(
    '/api/admin/administrators/:personId/preview',
    { config: write, schema: { params, body: rolesInput, response: { 200: rolesPreview } } },
    async (request) => {
      const change = { personId: request.params.personId, roles: request.body.roles };
      return db.tx((tx) => previewRoles(tx, change, giverOf(request), adminOf(request).personId));
    },
  );
}

const CSV_PAGE = 200;
const columns = ['userName', 'displayName', 'upn', 'state', 'roles', 'givenBy'] as const;
const cellsOf = ({ userName, displayName, upn, state, roles }: AdministratorView) => [
  userName,
  displayName,
  upn,
  state,
  roles.map(({ role, spaces }) => (spaces === null ? role : `${role} of ${spaces.join(' ')}`)).join('; '),
  roles.map(({ givenBy }) => givenBy).join('; '),
];

async function pageOf(on: Queryable, query: AdministratorQuery): Promise<ListPage<AdministratorView>> {
  const { rows, count } = await listAdministrators(on, { ...query, limit: query.limit + 1 });
  const items = rows.slice(0, query.limit).map(viewOf);
  const next = rows.length > items.length ? (items.at(-1)?.personId ?? null) : null;
  return { items, next, total: { count, atLeast: false } };
}

const viewOf = ({ roles, ...person }: AdministratorRow): AdministratorView => ({
  ...person,
  roles: roles.map(({ role, spaces, givenAt, givenBy, giver }) => ({
    role,
    spaces,
    givenAt: new Date(givenAt).toISOString(),
    givenBy: giver ?? wordsOf(givenBy),
  })),
});

/** Who gave a role, where it was nobody of the directory. */
const wordsOf = (actor: Actor): string =>
  actor.kind === 'console'
    ? `${actor.user}, at the console`
    : actor.kind === 'stranger'
      ? 'a link of the console'
      : 'Lanyard';
