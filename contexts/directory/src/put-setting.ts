import { createHash } from 'node:crypto';
import { settingKinds, type SettingKind } from '@lanyard/contract';
import { recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { refuseUnnamedAnchors } from './anchor-suffixes.ts';
import { checked } from './checked.ts';
import { lockSettings, upsertSetting } from './pg/settings.ts';
import type { DirectoryPorts } from './ports.ts';
import { settingsInForce } from './setting.ts';

/** Carries `{ kind }` of a setting that changed, or `{ personId }` of somebody who has other settings by a change of groups. */
export const SETTING_CHANGED = 'directory.setting-changed';

export interface SettingInput {
  readonly kind: SettingKind;
  /** Null for the default. */
  readonly groupId: string | null;
  /** Lower wins where a person is in several groups. */
  readonly rank: number;
  /** What it leaves out takes the contract's default. */
  readonly value: unknown;
}

/**
 * Sets the default of a kind, or what a user group has instead. It is in force for whoever asks next, on every node;
 * who has to be told learns it by the job that is sent in the same transaction.
 * @returns the setting's id
 * @throws LanyardError `input_invalid` naming the fields that are wrong
 */
export async function putSetting(
  { clock, outbox, random }: DirectoryPorts,
  tx: Tx,
  input: SettingInput,
  by: Actor,
): Promise<string> {
  const { kind, groupId, rank } = input;
  const value = checked(settingKinds[kind], input.value);
  await lockSettings(tx, kind);
  const now = clock.now();
  const id = await upsertSetting(tx, { id: random.uuid(), kind, groupId, rank, value }, now);
  if (kind === 'portal_authentication') refuseUnnamedAnchors(await settingsInForce(tx, kind));
  // The value itself may be long; its hash tells whether one that is kept elsewhere is the one of then.
  const sha256 = createHash('sha256').update(JSON.stringify(value)).digest('hex');
  const details = { kind, groupId, rank, sha256 };
  await recordAudit(tx, { act: 'setting.changed', outcome: 'done', actor: by, object: id, details }, now);
  await outbox.send(tx, SETTING_CHANGED, { kind });
  return id;
}
