import {
  consequences,
  newPerson,
  personChange,
  personDetail,
  personPage,
  personQuery,
  personStateChange,
  uuid,
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
import { addPerson } from '../add-person.ts';
import { changePerson } from '../people/change-person.ts';
import { changeState } from '../people/change-state.ts';
import { changeConsequences, stateConsequences } from '../people/consequences.ts';
import { peopleCsv, peoplePage } from '../people/list-people.ts';
import { personView } from '../people/person-view.ts';
import { findPersonRecord, type PersonRecord } from '../pg/person-records.ts';
import type { DirectoryPorts } from '../ports.ts';
import { peopleSeenBy } from './own-spaces.ts';

const read = { permission: 'admin.people.read' } as const;
const write = { permission: 'admin.people.write' } as const;
const params = z.object({ id: uuid });

/** /api/admin/people: who is known, by hand. */
export function peopleRoutes(app: Http, ports: DirectoryPorts): void {
  const { db } = ports;
  /** @throws LanyardError `not_found`, also for who has no device in the spaces of the caller */
  const seen = async (request: Parameters<typeof adminOf>[0]): Promise<PersonRecord> => {
    const { id } = request.params as { id: string }; // sound: the schema of the routes
    const within = await peopleSeenBy(ports, adminOf(request));
    if (within !== null && !within.includes(id)) throw new LanyardError('not_found', { person: id });
    return known(db.pool, id);
  };
  const has = async (personId: string) => (await ports.belongings?.(personId)) ?? { devices: 0, credentials: 0 };

  app.get(
    '/api/admin/people',
    { config: read, schema: { querystring: personQuery, response: { 200: personPage } } },
    async (request, reply) => {
      const within = await peopleSeenBy(ports, adminOf(request));
      if (!wantsCsv(request.headers.accept)) return peoplePage(db.pool, request.query, within);
      return sendCsv(reply, 'people.csv', peopleCsv(db.pool, request.query, within));
    },
  );

  app.get(
    '/api/admin/people/:id',
    { config: read, schema: { params, response: { 200: personDetail } } },
    async (request, reply) => {
      const person = await seen(request);
      sendVersion(reply, person.version);
      return personView(db.pool, person);
    },
  );

  app.post(
    '/api/admin/people',
    { config: write, schema: { body: newPerson, response: { 201: personDetail } } },
    async (request, reply) => {
      const { id } = await db.tx((tx) => addPerson(ports, tx, request.body, actorOf(request)));
      return reply.code(201).send(await personView(db.pool, await known(db.pool, id)));
    },
  );

  app.patch(
    '/api/admin/people/:id',
    { config: write, schema: { params, body: personChange, response: { 200: personDetail } } },
    async (request, reply) => {
      const edit = { ...editOf(request), change: request.body, id: request.params.id };
      const person = await db.tx((tx) => changePerson(ports, tx, edit));
      sendVersion(reply, person.version);
      return personView(db.pool, person);
    },
  );

  app.post(
    '/api/admin/people/:id/preview',
    { config: read, schema: { params, body: personChange, response: { 200: consequences } } },
    async (request) => ({
      consequences: changeConsequences(await seen(request), request.body, await has(request.params.id)),
    }),
  );

  app.post(
    '/api/admin/people/:id/state',
    { config: write, schema: { params, body: personStateChange, response: { 200: personDetail } } },
    async (request, reply) => {
      const edit = { ...editOf(request), change: request.body, id: request.params.id };
      const person = await db.tx((tx) => changeState(ports, tx, edit));
      sendVersion(reply, person.version);
      return personView(db.pool, person);
    },
  );

  app.post(
    '/api/admin/people/:id/state/preview',
    {
      config: read,
      schema: { params, body: personStateChange.pick({ state: true }).loose(), response: { 200: consequences } },
    },
    async (request) => {
      const { state } = await seen(request);
      return { consequences: stateConsequences(state, request.body.state, await has(request.params.id)) };
    },
  );
}

const editOf = (request: Parameters<typeof adminOf>[0]) => ({
  version: expectedVersion(request),
  caller: adminOf(request),
  by: actorOf(request),
});

async function known(on: Queryable, id: string): Promise<PersonRecord> {
  const person = await findPersonRecord(on, id);
  if (person === null) throw new LanyardError('not_found', { person: id });
  return person;
}
