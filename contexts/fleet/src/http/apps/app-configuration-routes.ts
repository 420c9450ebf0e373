import {
  appConfigurationContent,
  appConfigurationOrder,
  appConfigurationValue,
  appConfigurationView,
  audiencePreview,
  findingView,
  substitutionInput,
  substitutionView,
  uuid,
} from '@lanyard/contract';
import { adminOf, expectedVersion, LanyardError, type Http } from '@lanyard/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { deleteAppConfiguration, restoreAppConfiguration } from '../../apps/delete-app-configuration.ts';
import { previewAppConfiguration } from '../../apps/preview-app.ts';
import {
  changeAppConfiguration,
  createAppConfiguration,
  findingsOf,
  orderAppConfigurations,
  putAppConfigurationBack,
} from '../../apps/save-app-configuration.ts';
import { previewSubstitution } from '../../apps/preview-substitution.ts';
import { appConfigurationViewsOf } from '../../apps/views.ts';
import {
  appConfigurationsOf,
  findAppConfigurationVersion,
  listAppConfigurationVersions,
} from '../../pg/app-configurations.ts';
import { refuseForeignSpace } from '../../configurations/editor.ts';
import type { FleetParts } from '../../ports.ts';
import { editorOf } from '../editor-of.ts';
import { savedVersion, toSavedVersion, versionList } from './app-routes.ts';
import { BASE, read, seenApp, seenAppConfiguration, versioned, write } from './seen.ts';

const params = z.object({ id: uuid });
const numbered = params.extend({ number: z.coerce.number().int().min(1).max(2_000_000_000) });
const list = z.strictObject({ items: z.array(appConfigurationView) });
const LIST = `${BASE}/:id/configurations`;
/** An app configuration has an address of its own: it stays with its app. */
const ONE = '/api/admin/app-configurations/:id';
const VERSIONS = 100;
/** Two hundred values of 8 KiB. */
const bodyLimit = 2_000_000;

/** "App Configurations" of an app, in the order in which they are tried. */
export function appConfigurationRoutes(parts: FleetParts, app: Http): void {
  listRoutes(parts, app);
  writingRoutes(parts, app);
  versionRoutes(parts, app);
  previewRoutes(parts, app);
}

function listRoutes(parts: FleetParts, app: Http): void {
  const { db } = parts;
  app.get(LIST, { config: read, schema: { params, response: { 200: list } } }, (request) => all(parts, request));
  const made = {
    config: write,
    bodyLimit,
    schema: { params, body: appConfigurationContent, response: { 201: appConfigurationView } },
  };
  app.post(LIST, made, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const id = await db.tx((tx) => createAppConfiguration(parts, tx, request.params.id, request.body, editor));
    return one(parts, request, reply.code(201), id);
  });
  const ordered = { config: write, schema: { params, body: appConfigurationOrder, response: { 200: list } } };
  app.put(`${LIST}/order`, ordered, async (request) => {
    const editor = await editorOf(parts, request);
    await db.tx((tx) => orderAppConfigurations(parts, tx, request.params.id, request.body.order, editor));
    return all(parts, request);
  });
}

function writingRoutes(parts: FleetParts, app: Http): void {
  const { db } = parts;
  app.get(ONE, { config: read, schema: { params, response: { 200: appConfigurationView } } }, (request, reply) =>
    one(parts, request, reply, request.params.id),
  );
  const changed = {
    config: write,
    bodyLimit,
    schema: { params, body: appConfigurationContent, response: { 200: appConfigurationView } },
  };
  app.put(ONE, changed, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await db.tx((tx) => changeAppConfiguration(parts, tx, id, on, request.body, editor));
    return one(parts, request, reply, id);
  });
  app.delete(ONE, { config: write, schema: { params } }, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await db.tx((tx) => deleteAppConfiguration(parts, tx, id, on, editor));
    return reply.code(204).send();
  });
  const restored = { config: write, schema: { params, response: { 200: appConfigurationView } } };
  app.post(`${ONE}/restore`, restored, async (request, reply) => {
    const editor = await editorOf(parts, request);
    await db.tx((tx) => restoreAppConfiguration(parts, tx, request.params.id, editor));
    return one(parts, request, reply, request.params.id);
  });
}

function versionRoutes(parts: FleetParts, app: Http): void {
  const { db } = parts;
  app.get(`${ONE}/versions`, { config: read, schema: { params, response: { 200: versionList } } }, async (request) => {
    await seenAppConfiguration(parts, request, request.params.id);
    return { items: (await listAppConfigurationVersions(db.pool, request.params.id, VERSIONS)).map(toSavedVersion) };
  });
  const found = { config: read, schema: { params: numbered, response: { 200: savedVersion } } };
  app.get(`${ONE}/versions/:number`, found, async (request) => {
    await seenAppConfiguration(parts, request, request.params.id);
    const row = await findAppConfigurationVersion(db.pool, request.params.id, request.params.number);
    if (row === null) throw new LanyardError('app_configuration_not_found');
    return toSavedVersion(row);
  });
  const back = { config: write, schema: { params: numbered, response: { 200: appConfigurationView } } };
  app.post(`${ONE}/versions/:number/put-back`, back, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id, number }, on] = [request.params, expectedVersion(request)];
    await db.tx((tx) => putAppConfigurationBack(parts, tx, id, on, number, editor));
    return one(parts, request, reply, id);
  });
}

/** The same bodies, changing nothing; and what a chosen device would be told. */
function previewRoutes(parts: FleetParts, app: Http): void {
  const { pool } = parts.db;
  const made = {
    config: write,
    bodyLimit,
    schema: { params, body: appConfigurationContent, response: { 200: audiencePreview } },
  };
  app.post(`${LIST}/preview`, made, async (request) => {
    const of = await seenApp(parts, request, request.params.id);
    refuseForeignSpace(adminOf(request), of);
    return previewAppConfiguration(pool, of, null, request.body);
  });
  app.post(`${ONE}/preview`, made, async (request) => {
    const { app: of, row } = await seenAppConfiguration(parts, request, request.params.id);
    refuseForeignSpace(adminOf(request), of);
    return previewAppConfiguration(pool, of, row, request.body);
  });
  const gone = { config: write, schema: { params, response: { 200: audiencePreview } } };
  app.post(`${ONE}/preview-deletion`, gone, async (request) => {
    const { app: of, row } = await seenAppConfiguration(parts, request, request.params.id);
    refuseForeignSpace(adminOf(request), of);
    return previewAppConfiguration(pool, of, row, null);
  });
  const findings = z.strictObject({ findings: z.array(findingView) });
  const checked = {
    config: read,
    bodyLimit,
    schema: { params, body: appConfigurationValue, response: { 200: findings } },
  };
  app.post(`${LIST}/check`, checked, async (request) => ({
    findings: await findingsOf(pool, await seenApp(parts, request, request.params.id), request.body),
  }));
  const shown = {
    config: read,
    bodyLimit,
    schema: { params, body: substitutionInput, response: { 200: substitutionView } },
  };
  app.post(`${LIST}/substitution`, shown, async (request) => {
    await seenApp(parts, request, request.params.id);
    return previewSubstitution(parts, request.body, await editorOf(parts, request));
  });
}

async function all(parts: FleetParts, request: FastifyRequest) {
  const { id } = request.params as { id: string }; // sound: the schema of the route
  const of = await seenApp(parts, request, id);
  const rows = await appConfigurationsOf(parts.db.pool, id);
  return { items: await appConfigurationViewsOf(parts.db.pool, of, rows) };
}

async function one(parts: FleetParts, request: FastifyRequest, reply: Pick<FastifyReply, 'header'>, id: string) {
  const { app: of, row } = await seenAppConfiguration(parts, request, id);
  const [view] = await appConfigurationViewsOf(parts.db.pool, of, [row]);
  return versioned(reply, row.version, view);
}
