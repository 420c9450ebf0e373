import { createHash } from 'node:crypto';
import { recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { refuseLoosening } from '../approvals/refuse-loosening.ts';
import { insertHistory, type SettingAct } from '../pg/setting-history.ts';
import type { SettingWrite } from '../pg/settings.ts';
import type { DirectoryPorts } from '../ports.ts';
import { refuseUnnamedAnchors } from './anchor-suffixes.ts';
import { defaultOf, settingsInForce } from './setting.ts';

/** Carries `{ kind }` of a setting that changed, or `{ personId }` of somebody whose groups or facts are others. */
export const SETTING_CHANGED = 'directory.setting-changed';

/**
 * What every change of a setting ends with, in its transaction: the rule over all of the kind, the history, the audit
 * row, and the job by which devices learn of it.
 * @throws LanyardError `input_invalid` when the settings contradict each other; `approval_required`
 */
export async function noteChange(
  { clock, outbox }: Pick<DirectoryPorts, 'clock' | 'outbox'>,
  tx: Tx,
  act: SettingAct,
  row: SettingWrite & { readonly version: number },
  by: Actor,
): Promise<void> {
  const { id, kind, name, isDefault, groupIds, value, version } = row;
  if (kind === 'portal_authentication') refuseUnnamedAnchors(await settingsInForce(tx, kind));
  if (kind === 'approvals') await refuseLoosening(tx, await defaultOf(tx, kind), by);
  const now = clock.now();
  await insertHistory(tx, act, row, by, now);
  // The value itself may be long; its hash tells whether one that is kept elsewhere is the one of then.
  const sha256 = createHash('sha256').update(JSON.stringify(value)).digest('hex');
  const details = { act, kind, name: isDefault ? 'Default' : name, groupIds, version, sha256 };
  await recordAudit(tx, { act: 'setting.changed', outcome: 'done', actor: by, object: id, details }, now);
  await outbox.send(tx, SETTING_CHANGED, { kind });
}
