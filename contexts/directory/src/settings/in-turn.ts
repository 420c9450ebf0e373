import { isDeepStrictEqual } from 'node:util';
import type { ApprovalAct, SettingKind } from '@lanyard/contract';
import { LanyardError, type Actor, type Tx } from '@lanyard/kernel';
import { approvalsInForce } from '../approvals/take-alone.ts';
import { findSettingRecords, lockSettings } from '../pg/settings.ts';
import { planOf } from './setting-plan.ts';
import { trustLayers } from './trust-layers.ts';

/**
 * Changes of one kind come one after the other; every change of a setting goes through here. Where a second person is
 * needed for another trust in issuers of cards, one person alone does not get it by any way: a file, an order, a
 * setting of a group, something put back.
 * @throws LanyardError `approval_required`, and whatever the change throws
 */
export async function inTurn<T>(tx: Tx, kind: SettingKind, by: Actor, change: () => Promise<T>): Promise<T> {
  await lockSettings(tx, kind);
  if (!(await isHeld(tx, kind, by))) return change();
  const before = await layersNow(tx);
  const result = await change();
  if (!isDeepStrictEqual(before, await layersNow(tx)))
    throw new LanyardError('approval_required', { act: 'trust.change' satisfies ApprovalAct });
  return result;
}

/** The console is the way in when nobody else has one, and what was approved had its second person. */
async function isHeld(tx: Tx, kind: SettingKind, by: Actor): Promise<boolean> {
  if (kind !== 'portal_authentication' || (by.kind !== 'person' && by.kind !== 'token')) return false;
  return (await approvalsInForce(tx)).acts.includes('trust.change');
}

const layersNow = async (tx: Tx) =>
  trustLayers(planOf('portal_authentication', await findSettingRecords(tx, 'portal_authentication')));
