import type { FastifyRequest } from 'fastify';
import { LanyardError } from '../errors.ts';

/** Who makes a request, as the guard of its interface found out before the handler runs. */
export type Caller =
  | { readonly kind: 'public' }
  | {
      readonly kind: 'session';
      readonly sessionId: string;
      readonly personId: string;
      /** Signed in with a card, as against with a derived credential. */
      readonly primary: boolean;
      /** The card was shown within the last 20 minutes (SP 800-63B ipd §6.1.2.1). */
      readonly fresh: boolean;
      readonly roles: readonly string[];
    }
  | { readonly kind: 'device'; readonly deviceId: string; readonly personId: string };

export type SessionCaller = Extract<Caller, { kind: 'session' }>;
export type DeviceCaller = Extract<Caller, { kind: 'device' }>;

/** Finds out who calls and whether the route's permission lets them in; throws a LanyardError when it does not. */
export type Guard = (request: FastifyRequest) => Promise<Caller>;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
}

/** @throws LanyardError `session_required`: the route's permission did not ask for a session */
export function sessionOf(request: FastifyRequest): SessionCaller {
  if (request.caller.kind !== 'session') throw new LanyardError('session_required');
  return request.caller;
}

/** @throws LanyardError `device_unknown`: the route's permission did not ask for a device */
export function deviceOf(request: FastifyRequest): DeviceCaller {
  if (request.caller.kind !== 'device') throw new LanyardError('device_unknown');
  return request.caller;
}
