import { settingKinds, type SettingKind } from '@lanyard/contract';
import type { Actor, Tx } from '@lanyard/kernel';
import { checked } from '../checked.ts';
import { findGroupNames, findSettingFor, insertSetting, updateSetting } from '../pg/settings.ts';
import type { DirectoryPorts } from '../ports.ts';
import { refuseMissingProvider } from './check-setting.ts';
import { inTurn } from './in-turn.ts';
import { noteChange } from './note-change.ts';

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
 * Sets the default of a kind, or what one user group has instead, whatever there was before: for the console and for
 * the making of an installation. It is in force for whoever asks next, on every node.
 * @returns the setting's id
 * @throws LanyardError `input_invalid` naming the fields that are wrong; `approval_required`
 */
export async function putSetting(ports: DirectoryPorts, tx: Tx, input: SettingInput, by: Actor): Promise<string> {
  const { kind, groupId, rank } = input;
  const value = checked(settingKinds[kind], input.value);
  await refuseMissingProvider(ports, tx, kind, value, null);
  return inTurn(tx, kind, by, () => put(ports, tx, { kind, groupId, rank, value }, by));
}

type CheckedInput = SettingInput & { readonly value: object };

async function put(ports: DirectoryPorts, tx: Tx, input: CheckedInput, by: Actor): Promise<string> {
  const { kind, groupId, rank, value } = input;
  const known = await findSettingFor(tx, kind, groupId);
  const groups = groupId === null ? [] : await findGroupNames(tx, [groupId]);
  const id = known ?? ports.random.uuid();
  const row = {
    id,
    kind,
    rank,
    value,
    name: groups[0]?.name ?? 'Default',
    isDefault: groupId === null,
    groupIds: groups.map((group) => group.id),
  };
  const now = ports.clock.now();
  if (known === null) await insertSetting(tx, row, by, now);
  const version = known === null ? 1 : await updateSetting(tx, row, by, now);
  await noteChange(ports, tx, known === null ? 'made' : 'changed', { ...row, version }, by);
  return id;
}
