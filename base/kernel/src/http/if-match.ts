import type { FastifyReply, FastifyRequest } from 'fastify';
import { LanyardError } from '../errors.ts';

/**
 * The version that a change was made on (RFC 9110 §13.1.1): `if-match: "7"`, so that of two people at one form the
 * second is told instead of undoing the first's work unseen.
 * @throws LanyardError `input_invalid` when the header is missing or is no version
 */
export function expectedVersion(request: FastifyRequest): number {
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(request.headers['if-match'] ?? '')?.[1];
  if (version === undefined)
    throw new LanyardError('input_invalid', {
      fields: [{ field: 'if-match', message: 'names the version that the change was made on, in quotation marks' }],
    });
  return Number(version);
}

export interface LastChange {
  readonly version: number;
  readonly changedAt?: Date | null;
  /** Who made it, as the audit log has them. */
  readonly changedBy?: unknown;
}

/** @throws LanyardError `conflict` with who changed it when */
export function requireVersion(expected: number, now: LastChange): void {
  if (now.version === expected) return;
  const { version, changedAt, changedBy } = now;
  throw new LanyardError('conflict', {
    version,
    ...(changedAt ? { changedAt: changedAt.toISOString() } : {}),
    ...(changedBy ? { changedBy } : {}),
  });
}

/** Tells the version of what is sent. */
export const sendVersion = (reply: FastifyReply, version: number): void => void reply.header('etag', `"${version}"`);
