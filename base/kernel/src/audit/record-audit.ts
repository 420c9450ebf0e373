import { sql } from 'kysely';
import type { Queryable } from '../db.ts';

export type Actor =
  | { readonly kind: 'person'; readonly personId: string; readonly sessionId?: string }
  /** A program that acts for a person, with an API token of theirs. */
  | { readonly kind: 'token'; readonly personId: string; readonly tokenId: string; readonly name: string }
  | { readonly kind: 'device'; readonly deviceId: string; readonly personId?: string }
  | { readonly kind: 'system'; readonly part: string }
  | { readonly kind: 'console'; readonly user: string }
  | { readonly kind: 'stranger'; readonly source: string };

export interface AuditEntry {
  /** Dotted, past tense left out: `request.created`, `certificate.issued`, `sign_in.refused`. */
  readonly act: string;
  readonly outcome: 'done' | 'refused';
  readonly actor: Actor;
  readonly personId?: string | undefined;
  readonly deviceId?: string | undefined;
  /** What it was done to: an id, a serial number. */
  readonly object?: string | undefined;
  /** Facts for the reader of the log. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly correlationId?: string | undefined;
}

/**
 * Writes an audit row in the act's own transaction: both happen or neither. Rows are not chained here
 * (that would put every act of every node in one queue); the sealer chains them afterwards.
 */
export async function recordAudit(on: Queryable, entry: AuditEntry, at: Date): Promise<void> {
  await sql`insert into kernel.audit (at, act, outcome, actor, person_id, device_id, object, details, correlation_id)
    values (${at}, ${entry.act}, ${entry.outcome}, ${JSON.stringify(entry.actor)}::jsonb, ${entry.personId ?? null}, ${entry.deviceId ?? null},
      ${entry.object ?? null}, ${JSON.stringify(entry.details ?? {})}::jsonb, ${entry.correlationId ?? null})`.execute(
    on,
  );
}
