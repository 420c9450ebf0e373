import { sql } from 'kysely';
import type { Queryable } from '../db.ts';

export type Actor =
  | { readonly kind: 'person'; readonly personId: string; readonly sessionId?: string }
  /** A program that acts for a person, with an API token of theirs. */
  | { readonly kind: 'token'; readonly personId: string; readonly tokenId: string; readonly name: string }
  /** A person whose act a second person approved. */
  | {
      readonly kind: 'approved';
      readonly personId: string;
      readonly approvedBy: string;
      readonly approvalId: string;
      readonly asked: Actor;
    }
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

/** Many rows at once, for acts that are one by one but done by the thousand. */
export async function recordAudits(on: Queryable, entries: readonly AuditEntry[], at: Date): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    act: entry.act,
    outcome: entry.outcome,
    actor: entry.actor,
    person_id: entry.personId ?? null,
    device_id: entry.deviceId ?? null,
    object: entry.object ?? null,
    details: entry.details ?? {},
    correlation_id: entry.correlationId ?? null,
  }));
  await sql`insert into kernel.audit (at, act, outcome, actor, person_id, device_id, object, details, correlation_id)
    select ${at}, r.act, r.outcome, r.actor, r.person_id, r.device_id, r.object, r.details, r.correlation_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(act text, outcome text, actor jsonb, person_id uuid,
      device_id uuid, object text, details jsonb, correlation_id text)`.execute(on);
}
