import { unblockInput, unblockStarted, unlockAnswer, unlockInput, uuid, vaultShare } from '@lanyard/contract';
import { type Http, sessionOf } from '@lanyard/kernel';
import { z } from 'zod';
import type { FleetParts } from '../ports.ts';
import { answerChallenge } from '../unblock/answer-challenge.ts';
import { resetPin } from '../unblock/reset-pin.ts';
import { startUnblock } from '../unblock/start-unblock.ts';
import { idempotencyKey } from './device-guard.ts';
import type { RouteParts } from './routes.ts';

/** @param key of the responses */
export function deviceUnblockRoutes(parts: RouteParts, key: Uint8Array, app: Http): void {
  const { devices, once } = parts;
  const config = { permission: 'device' as const };
  app.post('/device/unblock', { config, schema: { response: { 200: unblockStarted } } }, (request) => {
    const device = devices.deviceOf(request);
    return once(request, device.id, () => startUnblock(parts, key, device));
  });
  const reset = { config, schema: { body: unblockInput, response: { 200: vaultShare } } };
  app.put('/device/unblock', reset, (request) => {
    const device = devices.deviceOf(request);
    const work = () => resetPin(parts, key, device, request.body, idempotencyKey(request));
    return once(request, device.id, work, 'being right');
  });
}

/** "I'd like to unlock my smart credential": only for whoever just showed the card. */
export function portalUnblockRoutes(parts: FleetParts, key: Uint8Array, app: Http): void {
  const answer = {
    config: { permission: 'session.primary' as const },
    schema: { params: z.strictObject({ id: uuid }), body: unlockInput, response: { 200: unlockAnswer } },
  };
  app.post('/api/me/devices/:id/unlock', answer, (request) => {
    const { personId, sessionId } = sessionOf(request);
    return answerChallenge(parts, key, { personId, sessionId, deviceId: request.params.id }, request.body);
  });
}
