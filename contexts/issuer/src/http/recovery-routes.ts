import { recoveredKey, recoveryInput, recoveryList, recoveryView, uuid } from '@lanyard/contract';
import { actorOf, type Http, LanyardError, sessionOf } from '@lanyard/kernel';
import { z } from 'zod';
import { askRecovery, type RecoveryNeeds, recoveryViewOf, takeKey } from '../admin/recoveries.ts';
import { findRecovery, latestRecoveries } from '../pg/recoveries.ts';

const params = z.object({ id: uuid });
const look = { permission: 'admin.escrow.recover' } as const;
const card = { permission: 'admin.escrow.recover', freshCard: true } as const;
const BASE = '/api/admin/recoveries';

/** /api/admin/recoveries: keys out of escrow, for whoever may, with a card shown just now. */
export function recoveryRoutes(needs: RecoveryNeeds, app: Http): void {
  const { db } = needs.ports;
  app.get(BASE, { config: look, schema: { response: { 200: recoveryList } } }, async (request) => {
    const { personId } = sessionOf(request);
    const found = await latestRecoveries(db.pool, 100);
    return { items: await Promise.all(found.map((one) => recoveryViewOf(needs, one, personId))) };
  });
  const ask = { body: recoveryInput, response: { 200: recoveryView, 202: recoveryView } };
  app.post(BASE, { config: card, schema: ask }, async (request, reply) => {
    const { personId } = sessionOf(request);
    const id = await askRecovery(needs, request.body, { actor: actorOf(request), personId });
    const asked = await findRecovery(db.pool, id);
    if (asked === null) throw new LanyardError('not_found');
    const view = await recoveryViewOf(needs, asked, personId);
    return reply.code(view.state === 'waiting' ? 202 : 200).send(view);
  });
  const take = { params, response: { 200: recoveredKey } };
  app.post(`${BASE}/:id/take`, { config: card, schema: take }, async (request, reply) => {
    const by = { personId: sessionOf(request).personId, actor: actorOf(request), correlationId: request.id };
    const key = await takeKey(needs, request.params.id, by);
    return reply.header('cache-control', 'no-store').send(key);
  });
}
