import type { RevocationReason } from '@lanyard/contract';
import type { StatusRow } from '../pg/statuses.ts';

export interface Ending {
  readonly revokedAt: Date;
  readonly reason: RevocationReason | undefined;
  readonly invalidityDate: Date | undefined;
}

/** When and why a number that is not good ended. A closed one was never given to anybody: it has no reason. */
export function endingOf(row: StatusRow): Ending {
  const revokedAt = row.revoked_at ?? row.closed_at;
  if (revokedAt === null) throw new Error(`serial ${row.serial} is good`);
  return {
    revokedAt,
    reason: row.revocation_reason ?? undefined,
    invalidityDate: row.invalidity_date ?? undefined,
  };
}
