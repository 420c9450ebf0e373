import { allows, type AdminPermission, type SessionKind } from '@lanyard/contract';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../audit/record-audit.ts';
import { LanyardError } from '../errors.ts';

/** Who makes a request, as the guard of its interface found out before the handler runs. */
export type Caller =
  | { readonly kind: 'public' }
  | {
      readonly kind: 'session';
      readonly sessionId: string;
      readonly personId: string;
      /** What opened the session. */
      readonly signedInBy: SessionKind;
      /** Signed in with a card, as against with anything else. */
      readonly primary: boolean;
      /** The card was shown within the last 20 minutes (SP 800-63B ipd §6.1.2.1). */
      readonly fresh: boolean;
      readonly roles: readonly string[];
      /** On an `admin.…` route: the spaces in which the person's roles allow it; null: all. Elsewhere none. */
      readonly spaces: readonly string[] | null;
    }
  | {
      /** A program with an API token; it acts for the person who made the token, and never beyond them. */
      readonly kind: 'token';
      readonly tokenId: string;
      /** As its maker called it. */
      readonly name: string;
      readonly personId: string;
      readonly roles: readonly string[];
      /** What it may do: its scopes, as far as its person may still do them. */
      readonly scopes: readonly AdminPermission[];
      readonly spaces: readonly string[] | null;
    }
  | { readonly kind: 'device'; readonly deviceId: string; readonly personId: string };

export type SessionCaller = Extract<Caller, { kind: 'session' }>;
export type TokenCaller = Extract<Caller, { kind: 'token' }>;
/** Who may call a route of the admin interface: a person at a browser, or a program with a token. */
export type AdminCaller = SessionCaller | TokenCaller;
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

/** @throws LanyardError `session_required`: the route's permission is not one of the admin interface */
export function adminOf(request: FastifyRequest): AdminCaller {
  const { caller } = request;
  if (caller.kind !== 'session' && caller.kind !== 'token') throw new LanyardError('session_required');
  return caller;
}

/** Whether a caller may do something beside what the route asks for: a program no more than its scopes, whoever made it. */
export const callerMay = (caller: AdminCaller, permission: AdminPermission): boolean =>
  caller.kind === 'token' ? caller.scopes.includes(permission) : allows(caller.roles, permission);

/** @throws LanyardError `permission_denied`: this tells of everybody, and the caller's roles hold in some spaces alone */
export function requireAllSpaces({ spaces }: Pick<AdminCaller, 'spaces'>): void {
  if (spaces !== null) throw new LanyardError('permission_denied', { spaces: 'all' });
}

/** Who the audit log says it was: the person, and the session or the token that they used. */
export function actorOf(request: FastifyRequest): Actor {
  const caller = adminOf(request);
  const { personId } = caller;
  return caller.kind === 'session'
    ? { kind: 'person', personId, sessionId: caller.sessionId }
    : { kind: 'token', personId, tokenId: caller.tokenId, name: caller.name };
}
