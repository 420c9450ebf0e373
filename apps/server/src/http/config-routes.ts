import {
  configApplied,
  configApplyInput,
  configPlan,
  configPlanInput,
  configQuery,
  type AdminPermission,
} from '@lanyard/contract';
import { actorOf, adminOf, LanyardError, type Http } from '@lanyard/kernel';
import { applyConfig } from '../config-file/apply-config.ts';
import { exportConfig } from '../config-file/export-config.ts';
import { planConfig } from '../config-file/plan-config.ts';
import type { Who } from '../config-file/world-in.ts';
import type { OpenContexts } from '../contexts.ts';

const read = { permission: 'admin.installation.read' } as const;
const write = { permission: 'admin.installation.write' } as const;
/** Less than at the console: while a file is read, a server process does nothing else. */
const bodyLimit = 2_000_000;

/** What a file changes, its caller must be allowed to change elsewhere too: a token may have been given less. */
const NEEDED: readonly AdminPermission[] = [
  'people.write',
  'settings.write',
  'providers.write',
  'configurations.write',
  'apps.write',
  'devices.write',
];
/** And to read. */
const SHOWN: readonly AdminPermission[] = [
  'settings.read',
  'providers.read',
  'configurations.read',
  'apps.read',
  'people.read',
];

type Request = Parameters<typeof adminOf>[0];

/** /api/admin/config: everything that is configured as a file, for a program with an API token as for a person. */
export function configRoutes(contexts: OpenContexts, app: Http): void {
  app.get('/api/admin/config', { config: read, schema: { querystring: configQuery } }, async (request, reply) => {
    refuseLess(request, SHOWN);
    const { members } = request.query;
    const text = await exportConfig(contexts, await whoOf(contexts, request), { members, roles: false });
    return reply
      .header('content-disposition', 'attachment; filename="lanyard.yaml"')
      .header('cache-control', 'no-store')
      .type('application/yaml')
      .send(text);
  });
  app.post(
    '/api/admin/config/plan',
    { config: write, bodyLimit, schema: { body: configPlanInput, response: { 200: configPlan } } },
    async (request) => {
      refuseLess(request, NEEDED);
      const { file, prune } = request.body;
      const { plan } = await planConfig(contexts, { text: file, prune, roles: false }, await whoOf(contexts, request));
      return plan;
    },
  );
  app.post(
    '/api/admin/config/apply',
    { config: write, bodyLimit, schema: { body: configApplyInput, response: { 200: configApplied } } },
    async (request) => {
      refuseLess(request, NEEDED);
      const { file, prune, planId } = request.body;
      return applyConfig(contexts, { text: file, prune, roles: false }, await whoOf(contexts, request), planId);
    },
  );
}

/** @throws LanyardError `permission_denied` naming what is missing */
function refuseLess(request: Request, needed: readonly AdminPermission[]): void {
  const caller = adminOf(request);
  // What a session may do is what its roles may, and those that may write the installation may all of this.
  const missing = caller.kind === 'token' ? needed.filter((one) => !caller.scopes.includes(one)) : [];
  if (missing.length > 0) throw new LanyardError('permission_denied', { missing });
}

async function whoOf({ directory }: OpenContexts, request: Request): Promise<Who> {
  const caller = adminOf(request);
  const person = await directory.personById(caller.personId);
  const name = caller.kind === 'token' ? caller.name : (person?.displayName ?? caller.personId);
  return { actor: actorOf(request), name, personId: caller.personId, correlationId: request.id };
}
