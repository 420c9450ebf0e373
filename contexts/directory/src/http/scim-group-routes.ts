import { LanyardError, type Http, type Queryable } from '@lanyard/kernel';
import { findGroupRow, type GroupRecord } from '../pg/group-list.ts';
import { findScimGroups, membersOf, type GroupWish } from '../pg/scim-lists.ts';
import type { DirectoryPorts } from '../ports.ts';
import { operationsIn, resourceIn } from '../scim/bodies.ts';
import { parseFilter } from '../scim/filter.ts';
import { groupResource, readGroup } from '../scim/group-resource.ts';
import { patchGroup } from '../scim/patch-group.ts';
import { createGroup, MOST_MEMBERS, removeGroup, replaceGroup } from '../scim/provision-group.ts';
import { ScimError } from '../scim/scim-error.ts';
import { isWanted, listAnswer, pageOf, pruned, scimQuery, versionIn, type ScimQuery } from './scim-answers.ts';
import { baseOf, provisionerOf, SCIM_BODY, scimParams as params, scimRead, scimWrite } from './scim-route.ts';

/** /scim/v2/Groups */
export function scimGroupRoutes(app: Http, ports: DirectoryPorts): void {
  const { db } = ports;
  const body = { config: scimWrite, bodyLimit: SCIM_BODY };

  app.get('/Groups', { config: scimRead, schema: { querystring: scimQuery } }, async (request) => {
    const page = pageOf(request.query);
    const { rows, total } = await findScimGroups(db.pool, wishesOf(request.query.filter), page);
    const resources = [];
    for (const row of rows) resources.push(await resourceOf(db.pool, row, request.query, baseOf(request)));
    return listAnswer(request.query, page, total, resources);
  });

  app.get('/Groups/:id', { config: scimRead, schema: { params, querystring: scimQuery } }, async (request, reply) => {
    const group = await known(db.pool, request.params.id);
    void reply.header('etag', `W/"${group.version}"`);
    return pruned(await resourceOf(db.pool, group, request.query, baseOf(request)), request.query);
  });

  app.post('/Groups', body, async (request, reply) => {
    const input = readGroup(resourceIn(request.body));
    const id = await db.tx((tx) => createGroup(ports, tx, input, provisionerOf(request)));
    const group = await known(db.pool, id);
    const base = baseOf(request);
    void reply.code(201).header('location', `${base}/Groups/${id}`).header('etag', `W/"${group.version}"`);
    return resourceOf(db.pool, group, {}, base);
  });

  app.put('/Groups/:id', { ...body, schema: { params } }, async (request, reply) => {
    const { id } = request.params;
    const input = readGroup(resourceIn(request.body));
    const version = versionIn(request.headers['if-match']);
    await db.tx((tx) => replaceGroup(ports, tx, id, input, provisionerOf(request), version));
    const group = await known(db.pool, id);
    void reply.header('etag', `W/"${group.version}"`);
    return resourceOf(db.pool, group, {}, baseOf(request));
  });

  /** RFC 7644 §3.5.2 allows an answer without a body, and a group may have very many members. */
  app.patch('/Groups/:id', { ...body, schema: { params } }, async (request, reply) => {
    const { id } = request.params;
    const operations = operationsIn(request.body);
    const version = versionIn(request.headers['if-match']);
    await db.tx((tx) => patchGroup(ports, tx, id, operations, provisionerOf(request), version));
    return reply.code(204).send();
  });

  app.delete('/Groups/:id', { config: scimWrite, schema: { params } }, async (request, reply) => {
    await db.tx((tx) => removeGroup(ports, tx, request.params.id, provisionerOf(request)));
    return reply.code(204).send();
  });
}

async function resourceOf(
  on: Queryable,
  group: GroupRecord,
  query: Pick<ScimQuery, 'attributes' | 'excludedAttributes'>,
  base: string,
) {
  if (!isWanted('members', query)) return groupResource(group, null, base);
  const members = await membersOf(on, group.id, MOST_MEMBERS + 1);
  if (members.length > MOST_MEMBERS)
    throw new ScimError(
      'tooMany',
      `The group has more than ${MOST_MEMBERS} members: ask with excludedAttributes=members.`,
    );
  return groupResource(group, members, base);
}

async function known(on: Queryable, id: string): Promise<GroupRecord> {
  const group = await findGroupRow(on, id);
  if (group === null) throw new LanyardError('not_found', { group: id });
  return group;
}

const filterable: Readonly<Record<string, GroupWish['by']>> = {
  id: 'id',
  displayname: 'displayName',
  externalid: 'externalId',
  members: 'member',
  'members.value': 'member',
};

function wishesOf(filter: string | undefined): GroupWish[] {
  return parseFilter(filter ?? '').map(({ attribute, value }): GroupWish => {
    const by = filterable[attribute];
    if (by === undefined)
      throw new ScimError('invalidFilter', 'Groups are filtered by id, displayName, externalId and members.value.');
    return { by, value: String(value) };
  });
}
