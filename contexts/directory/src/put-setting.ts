import type { SettingKind, SettingValue } from '@lanyard/contract';
import { LanyardError, recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { ZodError } from 'zod';
import { refuseUnnamedAnchors } from './anchor-suffixes.ts';
import { lockSettings, upsertSetting } from './pg/settings.ts';
import type { DirectoryPorts } from './ports.ts';
import { parseSetting, settingsInForce } from './setting.ts';

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
 * Sets the default of a kind, or what a user group has instead. It is in force for whoever asks next, on every node.
 * @returns the setting's id
 * @throws LanyardError `input_invalid` naming the fields that are wrong
 */
export async function putSetting(
  { clock, random }: DirectoryPorts,
  tx: Tx,
  input: SettingInput,
  by: Actor,
): Promise<string> {
  const { kind, groupId, rank } = input;
  const value = checked(kind, input.value);
  await lockSettings(tx, kind);
  const now = clock.now();
  const id = await upsertSetting(tx, { id: random.uuid(), kind, groupId, rank, value }, now);
  if (kind === 'portal_authentication') refuseUnnamedAnchors(await settingsInForce(tx, kind));
  await recordAudit(
    tx,
    { act: 'setting.changed', outcome: 'done', actor: by, object: id, details: { kind, groupId, rank } },
    now,
  );
  return id;
}

function checked(kind: SettingKind, value: unknown): SettingValue<SettingKind> {
  try {
    return parseSetting(kind, value);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const fields = error.issues.slice(0, 20).map(({ path, message }) => ({ field: path.join('.'), message }));
    throw new LanyardError('input_invalid', { fields }, { cause: error });
  }
}
