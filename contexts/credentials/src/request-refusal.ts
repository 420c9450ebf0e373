import { LanyardError, type Queryable } from '@lanyard/kernel';
import { findRequest } from './pg/requests.ts';
import type { RequestRow } from './pg/tables.ts';
import { stateAt } from './views.ts';

/** The error that tells why a request cannot be activated any more; null while it can. */
export function refusalOf(row: RequestRow, now: Date): LanyardError | null {
  switch (stateAt(row, now)) {
    case 'expired':
      return new LanyardError('request_expired', { at: (row.deadline ?? row.expires_at).toISOString() });
    case 'superseded':
      return new LanyardError('request_superseded');
    case 'cancelled':
      return new LanyardError('request_cancelled');
    case 'locked':
      return new LanyardError('request_locked', { triesLeft: 0 });
    case 'activated':
      return new LanyardError('request_used');
    case 'pending':
    case 'activating':
      return null;
  }
}

/** @throws LanyardError `request_not_found`, `request_not_yours` */
export async function requestOf(on: Queryable, id: string, personId: string): Promise<RequestRow> {
  const row = await findRequest(on, id);
  if (row === null) throw new LanyardError('request_not_found');
  if (row.person_id !== personId) throw new LanyardError('request_not_yours');
  return row;
}
