import {
  intakeView,
  ldapInput,
  ldapList,
  ldapTestInput,
  ldapTestResult,
  ldapView,
  uuid,
  type LdapView,
} from '@lanyard/contract';
import { actorOf, expectedVersion, LanyardError, sendVersion, type Actor, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { intakeViewOf } from '../intake/view.ts';
import { passwordOf } from '../ldap/password.ts';
import { removeConnection, requireSameServer, saveConnection } from '../ldap/save-connection.ts';
import { beginRun, type ReadJob } from '../ldap/sync.ts';
import { tryConnection } from '../ldap/try-connection.ts';
import { findIntake } from '../pg/intakes.ts';
import { findConnection, listConnections, lockConnection, type LdapRow } from '../pg/ldap-connections.ts';
import type { DirectoryPorts } from '../ports.ts';

const read = { permission: 'admin.settings.read' } as const;
const write = { permission: 'admin.settings.write' } as const;
const params = z.object({ id: uuid });

/** /api/admin/ldap: directories that people are read from. What they bring shows under /api/admin/intakes. */
export function ldapRoutes(app: Http, ports: DirectoryPorts): void {
  const { db } = ports;

  app.get('/api/admin/ldap', { config: read, schema: { response: { 200: ldapList } } }, async () => ({
    items: (await listConnections(db.pool)).map(viewOf),
  }));

  app.post(
    '/api/admin/ldap',
    { config: write, bodyLimit: 131_072, schema: { body: ldapInput, response: { 201: ldapView } } },
    async (request, reply) => {
      const id = await db.tx((tx) => saveConnection(ports, tx, null, request.body, actorOf(request)));
      return reply.code(201).send(viewOf(await known(id)));
    },
  );

  app.post(
    '/api/admin/ldap/test',
    { config: write, bodyLimit: 131_072, schema: { body: ldapTestInput, response: { 200: ldapTestResult } } },
    async ({ body: { id, connection, password } }) => {
      if (password !== undefined || id === undefined) return tryConnection(ports, connection, password ?? null);
      const kept = await known(id);
      requireSameServer(kept, connection);
      return tryConnection(ports, connection, passwordOf(ports, kept));
    },
  );

  app.get(
    '/api/admin/ldap/:id',
    { config: read, schema: { params, response: { 200: ldapView } } },
    async (request, reply) => {
      const row = await known(request.params.id);
      sendVersion(reply, row.version);
      return viewOf(row);
    },
  );

  app.put(
    '/api/admin/ldap/:id',
    { config: write, bodyLimit: 131_072, schema: { params, body: ldapInput, response: { 200: ldapView } } },
    async (request) => {
      const at = { id: request.params.id, version: expectedVersion(request) };
      await db.tx((tx) => saveConnection(ports, tx, at, request.body, actorOf(request)));
      return viewOf(await known(at.id));
    },
  );

  app.delete(
    '/api/admin/ldap/:id',
    { config: write, schema: { params, response: { 204: z.null() } } },
    async (request, reply) => {
      const at = { id: request.params.id, version: expectedVersion(request) };
      await db.tx((tx) => removeConnection(ports, tx, at, actorOf(request)));
      return reply.code(204).send(null);
    },
  );

  const run = async (mode: ReadJob['mode'], id: string, by: Actor) => {
    const intakeId = await db.tx(async (tx) => {
      const row = await lockConnection(tx, id);
      if (row === null) throw new LanyardError('not_found', { connection: id });
      return beginRun(ports, tx, row, mode, by);
    });
    const intake = await findIntake(db.pool, intakeId);
    if (intake === null) throw new LanyardError('not_found', { intake: intakeId });
    return intakeViewOf(intake);
  };
  const started = { params, response: { 202: intakeView } };
  app.post('/api/admin/ldap/:id/preview', { config: write, schema: started }, async (request, reply) =>
    reply.code(202).send(await run('preview', request.params.id, actorOf(request))),
  );
  app.post('/api/admin/ldap/:id/sync', { config: write, schema: started }, async (request, reply) =>
    reply.code(202).send(await run('sync', request.params.id, actorOf(request))),
  );

  async function known(id: string): Promise<LdapRow> {
    const row = await findConnection(db.pool, id);
    if (row === null) throw new LanyardError('not_found', { connection: id });
    return row;
  }
}

const viewOf = (row: LdapRow): LdapView => ({
  id: row.id,
  version: row.version,
  connection: row.connection,
  hasPassword: row.sealed_password !== null,
  lastSync:
    row.last_at === null || row.last_outcome === null
      ? null
      : { at: row.last_at.toISOString(), outcome: row.last_outcome, problem: row.last_problem },
  waitingIntakeId: row.waiting_intake,
  nextAt: row.enabled ? (row.next_at?.toISOString() ?? null) : null,
});
