import {
  groupDeletion,
  groupDetail,
  groupFacts,
  groupPage,
  groupQuery,
  memberPage,
  membershipChange,
  membershipResult,
  personQuery,
  uuid,
  type GroupRow,
} from '@lanyard/contract';
import {
  actorOf,
  adminOf,
  expectedVersion,
  LanyardError,
  sendCsv,
  sendVersion,
  wantsCsv,
  type Http,
  type Queryable,
} from '@lanyard/kernel';
import { z } from 'zod';
import { addGroup } from '../groups.ts';
import { changeMembers } from '../groups/change-members.ts';
import { groupsCsv } from '../groups/groups-csv.ts';
import { deleteGroup, renameGroup, usesOf } from '../groups/edit-group.ts';
import { peopleCsv, peoplePage } from '../people/list-people.ts';
import { checked } from '../checked.ts';
import { COUNTED_MEMBERS, countGroupRows, findGroupRow, listGroupRows, type GroupListRow } from '../pg/group-list.ts';
import type { DirectoryPorts } from '../ports.ts';
import { peopleSeenBy } from './own-spaces.ts';

const read = { permission: 'admin.people.read' } as const;
const write = { permission: 'admin.people.write' } as const;
const params = z.object({ id: uuid });
const COUNTED = 10_000;

/** /api/admin/groups: "Users > User Groups". */
export function groupRoutes(app: Http, ports: DirectoryPorts): void {
  const { db } = ports;

  app.get(
    '/api/admin/groups',
    { config: read, schema: { querystring: groupQuery, response: { 200: groupPage } } },
    async (request, reply) => {
      const { q, origin, person, sort, after, limit } = request.query;
      const wanted = { q, origin, personId: person };
      if (wantsCsv(request.headers.accept)) return sendCsv(reply, 'groups.csv', groupsCsv(db.pool, wanted));
      const afterId = after === undefined ? null : checked(uuid, after);
      const [rows, count] = await Promise.all([
        listGroupRows(db.pool, wanted, { descending: sort === '-name', afterId, limit: limit + 1 }),
        countGroupRows(db.pool, wanted, COUNTED + 1),
      ]);
      const items = rows.slice(0, limit).map(rowView);
      const next = rows.length > limit ? (items.at(-1)?.id ?? null) : null;
      return { items, next, total: { count: Math.min(count, COUNTED), atLeast: count > COUNTED } };
    },
  );

  app.post(
    '/api/admin/groups',
    { config: write, schema: { body: groupFacts, response: { 201: groupDetail } } },
    async (request, reply) => {
      const id = await db.tx((tx) => addGroup(ports, tx, request.body.name, actorOf(request)));
      return reply.code(201).send(await detail(id));
    },
  );

  app.get(
    '/api/admin/groups/:id',
    { config: read, schema: { params, response: { 200: groupDetail } } },
    async (request, reply) => {
      const group = await detail(request.params.id);
      sendVersion(reply, group.version);
      return group;
    },
  );

  app.patch(
    '/api/admin/groups/:id',
    { config: write, schema: { params, body: groupFacts, response: { 200: groupDetail } } },
    async (request) => {
      const { id } = request.params;
      const input = { name: request.body.name, version: expectedVersion(request) };
      await db.tx((tx) => renameGroup(ports, tx, id, input, actorOf(request)));
      return detail(id);
    },
  );

  app.delete(
    '/api/admin/groups/:id',
    { config: write, schema: { params, response: { 204: z.null() } } },
    async (request, reply) => {
      const version = expectedVersion(request);
      await db.tx((tx) => deleteGroup(ports, tx, request.params.id, version, actorOf(request)));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/admin/groups/:id/deletion/preview',
    { config: read, schema: { params, response: { 200: groupDeletion } } },
    async ({ params: { id } }) => {
      const { uses, members } = await detail(id);
      const text = 'People leave the group; nothing else changes for them.';
      const leaving = members.count > 0 ? [{ code: 'members_leave', text, count: members.count }] : [];
      return { allowed: uses.length === 0, uses, consequences: uses.length === 0 ? leaving : [] };
    },
  );

  app.get(
    '/api/admin/groups/:id/members',
    { config: read, schema: { params, querystring: personQuery.omit({ group: true }), response: { 200: memberPage } } },
    async (request, reply) => {
      const { id } = request.params;
      await known(db.pool, id);
      const query = { ...request.query, group: id };
      const within = await peopleSeenBy(ports, adminOf(request));
      if (wantsCsv(request.headers.accept)) return sendCsv(reply, 'members.csv', peopleCsv(db.pool, query, within));
      return peoplePage(db.pool, query, within);
    },
  );

  app.post(
    '/api/admin/groups/:id/members',
    {
      config: write,
      bodyLimit: 131_072,
      schema: { params, body: membershipChange, response: { 200: membershipResult } },
    },
    async (request) => {
      const [{ id }, caller] = [request.params, adminOf(request)];
      const changed = await db.tx((tx) => changeMembers(ports, tx, id, request.body, actorOf(request), { caller }));
      return { added: changed.added.length, removed: changed.removed.length, unknown: [...changed.unknown] };
    },
  );

  async function detail(id: string) {
    const group = await known(db.pool, id);
    const uses = await usesOf(ports, db.pool, id);
    return { ...rowView(group), uses, changedAt: group.changed_at?.toISOString() ?? null };
  }
}

const rowView = (row: GroupListRow): GroupRow => ({
  id: row.id,
  name: row.name,
  version: row.version,
  origin: row.origin,
  createdAt: row.created_at.toISOString(),
  members: { count: Math.min(row.members, COUNTED_MEMBERS), atLeast: row.members > COUNTED_MEMBERS },
});

async function known(on: Queryable, id: string): Promise<GroupListRow> {
  const group = await findGroupRow(on, id);
  if (group === null) throw new LanyardError('not_found', { group: id });
  return group;
}
