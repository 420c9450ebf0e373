import { type Actor, recordAudit, type Tx } from '@lanyard/kernel';
import { endEnrolmentRows } from '../pg/enrolments.ts';
import { type ChangeNeeds, revoke } from '../status/revoke.ts';
import type { RevokeInput } from '../types.ts';

/** Ends enrolments for good and revokes every certificate that came of them. @returns how many ended */
export async function endEnrolments(
  tx: Tx,
  needs: ChangeNeeds,
  which: { readonly id: string } | { readonly personId: string },
  { reason, actor = { kind: 'system', part: 'issuer' } }: Pick<RevokeInput, 'reason' | 'actor'>,
): Promise<number> {
  const { at } = needs.when;
  const ended = await endEnrolmentRows(tx, which, at);
  for (const { id, person_id: personId } of ended) {
    await revoke(tx, needs, { credentialId: id, reason, actor });
    await recordAudit(tx, audit(id, personId, actor, reason), at);
  }
  return ended.length;
}

const audit = (object: string, personId: string, actor: Actor, reason: string) =>
  ({ act: 'enrolment.ended', outcome: 'done', actor, personId, object, details: { reason } }) as const;
