import { LanyardError, type Http, type Queryable } from '@lanyard/kernel';
import { findPersonRecord, groupsOfPeople, groupsOfPerson, type PersonRecord } from '../pg/person-records.ts';
import { findScimUsers, type UserWish } from '../pg/scim-lists.ts';
import type { DirectoryPorts } from '../ports.ts';
import { factsOf } from '../people/person-view.ts';
import { operationsIn, resourceIn } from '../scim/bodies.ts';
import { parseFilter } from '../scim/filter.ts';
import { applyPatch } from '../scim/patch.ts';
import { createUser, deleteUser, replaceUser } from '../scim/provision-user.ts';
import { ScimError } from '../scim/scim-error.ts';
import { patchable, readUser, userResource } from '../scim/user-resource.ts';
import { isWanted, listAnswer, pageOf, pruned, scimQuery, versionIn, type ScimQuery } from './scim-answers.ts';
import { baseOf, provisionerOf, SCIM_BODY, scimParams as params, scimRead, scimWrite } from './scim-route.ts';

/** /scim/v2/Users */
export function scimUserRoutes(app: Http, ports: DirectoryPorts): void {
  const { db } = ports;

  app.get('/Users', { config: scimRead, schema: { querystring: scimQuery } }, async (request) => {
    const page = pageOf(request.query);
    const { rows, total } = await findScimUsers(db.pool, wishesOf(request.query.filter), page);
    const ids = isWanted('groups', request.query) ? rows.map(({ id }) => id) : [];
    const groups = await groupsOfPeople(db.pool, ids);
    const resources = rows.map((row) => userResource(row, groups.get(row.id) ?? [], baseOf(request)));
    return listAnswer(request.query, page, total, resources);
  });

  app.get('/Users/:id', { config: scimRead, schema: { params, querystring: scimQuery } }, async (request, reply) => {
    const person = await shown(db.pool, request.params.id);
    void reply.header('etag', `W/"${person.version}"`);
    return pruned(await resourceOf(db.pool, person, request.query, baseOf(request)), request.query);
  });

  app.post('/Users', { config: scimWrite, bodyLimit: SCIM_BODY }, async (request, reply) => {
    const input = readUser(resourceIn(request.body), null);
    const person = await db.tx((tx) => createUser(ports, tx, input, provisionerOf(request)));
    const base = baseOf(request);
    void reply.code(201).header('location', `${base}/Users/${person.id}`).header('etag', `W/"${person.version}"`);
    return resourceOf(db.pool, person, {}, base);
  });

  app.put('/Users/:id', { config: scimWrite, bodyLimit: SCIM_BODY, schema: { params } }, async (request, reply) => {
    const before = await shown(db.pool, request.params.id);
    const input = readUser(resourceIn(request.body), factsOf(before));
    // What the resource does not say was just read: of two at once the second is told, and tries again.
    const version = versionIn(request.headers['if-match']) ?? before.version;
    const person = await db.tx((tx) => replaceUser(ports, tx, before.id, input, provisionerOf(request), version));
    void reply.header('etag', `W/"${person.version}"`);
    return resourceOf(db.pool, person, {}, baseOf(request));
  });

  app.patch('/Users/:id', { config: scimWrite, bodyLimit: SCIM_BODY, schema: { params } }, async (request, reply) => {
    const before = await shown(db.pool, request.params.id);
    const operations = operationsIn(request.body);
    const input = readUser(applyPatch(patchable(before), operations), factsOf(before));
    // Made on what was just read, as well.
    const version = versionIn(request.headers['if-match']) ?? before.version;
    const person = await db.tx((tx) => replaceUser(ports, tx, before.id, input, provisionerOf(request), version));
    void reply.header('etag', `W/"${person.version}"`);
    return resourceOf(db.pool, person, {}, baseOf(request));
  });

  app.delete('/Users/:id', { config: scimWrite, schema: { params } }, async (request, reply) => {
    await db.tx((tx) => deleteUser(ports, tx, request.params.id, provisionerOf(request)));
    return reply.code(204).send();
  });
}

async function resourceOf(
  on: Queryable,
  person: PersonRecord,
  query: Pick<ScimQuery, 'attributes' | 'excludedAttributes'>,
  base: string,
) {
  const groups = isWanted('groups', query) ? await groupsOfPerson(on, person.id) : [];
  return userResource(person, groups, base);
}

/** @throws LanyardError `not_found`, for whoever was deleted too */
async function shown(on: Queryable, id: string): Promise<PersonRecord> {
  const person = await findPersonRecord(on, id);
  if (person === null || person.state === 'terminated') throw new LanyardError('not_found', { user: id });
  return person;
}

const filterable: Readonly<Record<string, Exclude<UserWish['by'], 'active'>>> = {
  id: 'id',
  username: 'userName',
  externalid: 'externalId',
  displayname: 'displayName',
  'emails.value': 'email',
  emails: 'email',
  userprincipalname: 'upn',
};

function wishesOf(filter: string | undefined): UserWish[] {
  return parseFilter(filter ?? '').map(({ attribute, value }): UserWish => {
    if (attribute === 'active') return { by: 'active', value: value === true || value === 'true' || value === 'True' };
    const by = filterable[attribute];
    if (by === undefined)
      throw new ScimError(
        'invalidFilter',
        `People are filtered by ${Object.values(filterable).join(', ')} and active.`,
      );
    return { by, value: String(value) };
  });
}
