import { pushFacts as facts, pushInput } from '@lanyard/contract';
import type { Http } from '@lanyard/kernel';
import { endPush, pushFacts, putPush } from '../push/put-push.ts';
import type { RouteParts } from './routes.ts';

/** Where a phone is woken when its wallet is closed. */
export function devicePushRoutes(parts: RouteParts, app: Http): void {
  const { devices } = parts;
  const config = { permission: 'device' as const };
  app.get('/device/push', { config, schema: { response: { 200: facts } } }, (request) =>
    pushFacts(parts, devices.deviceOf(request)),
  );
  app.put('/device/push', { config, schema: { body: pushInput } }, async (request, reply) => {
    await putPush(parts, devices.deviceOf(request), request.body);
    return reply.code(204).send();
  });
  app.delete('/device/push', { config }, async (request, reply) => {
    await endPush(parts, devices.deviceOf(request));
    return reply.code(204).send();
  });
}
