import { createHash } from 'node:crypto';
import { settingId, settingKind, trustChange, uuid, type Submitted, type TrustChange } from '@lanyard/contract';
import { LanyardError, type Actor, type Tx } from '@lanyard/kernel';
import { z } from 'zod';
import type { Act, Executor, Submission } from '../approvals/act.ts';
import type { Approvals } from '../approvals/create-approvals.ts';
import { findSettingRecords, lockSettings } from '../pg/settings.ts';
import type { DirectoryPorts } from '../ports.ts';
import { endSetting, moveSetting } from './end-setting.ts';
import { planChange, type AskedChange } from './planned-change.ts';
import { putBackSetting } from './put-back.ts';
import { saveSetting } from './save-setting.ts';
import { planOf, type SettingPlan } from './setting-plan.ts';
import { trustChangeOf } from './trust-change.ts';
import { trustLayers } from './trust-layers.ts';

const kind = settingKind;
const expected = z.number().int();
const askedChange = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('save'),
    kind,
    id: settingId.nullable(),
    expected: expected.nullable(),
    name: z.string().exactOptional(),
    groupIds: z.array(uuid).exactOptional(),
    value: z.unknown(),
    newId: uuid.exactOptional(),
  }),
  z.strictObject({ act: z.literal('put back'), kind, entry: z.string(), expected }),
  z.strictObject({ act: z.literal('delete'), kind, id: settingId, expected }),
  z.strictObject({ act: z.literal('move'), kind, id: settingId, expected, direction: z.enum(['up', 'down']) }),
]);

interface TrustInput {
  readonly change: AskedChange;
  /** What whoever decides is shown, made when it was asked. */
  readonly trust: TrustChange;
  /** Stands for who trusted whom at that time: what was shown is what is done, or nothing. */
  readonly since: string;
}

/** Another trust in issuers of cards: whoever adds one lets its cards open the portal, and could become anybody. */
export const CHANGE_TRUST: Act<TrustInput> = {
  act: 'trust.change',
  input: z.strictObject({ change: askedChange, trust: trustChange, since: z.string() }),
  summary: ({ trust: { issuers, holds } }) => {
    const said = issuers.map(({ what, name, setting }) => `${name} ${WORDS[what]} (${setting})`);
    return `Whose cards open the portal: ${[...said, ...holds].join('; ')}`;
  },
};

const WORDS = { added: 'is trusted', removed: 'is trusted no more', suffixes: 'speaks for others' } as const;

/** @throws LanyardError `conflict` when others are trusted by now than when it was asked */
export const changeTrust =
  (ports: DirectoryPorts): Executor<TrustInput> =>
  async (tx, { change, since }, { actor }) => {
    await lockSettings(tx, change.kind);
    if (hashOf(planOf(change.kind, await findSettingRecords(tx, change.kind))) !== since)
      throw new LanyardError('conflict', { kind: change.kind });
    await applyChange(ports, tx, change, actor);
  };

/**
 * Changes a setting, or lets that wait for a second person where others are trusted afterwards.
 * @throws LanyardError as `saveSetting`, `endSetting`, `moveSetting` and `putBackSetting`, at once also for what waits
 */
export async function changeSetting(
  ports: DirectoryPorts,
  approvals: Approvals,
  change: AskedChange,
  { reason, by }: Pick<Submission<TrustInput>, 'reason' | 'by'>,
): Promise<Submitted> {
  const { db, clock } = ports;
  if (change.kind === 'portal_authentication') {
    const plan = await planChange(ports, db.pool, change);
    const trust = await trustChangeOf(db.pool, plan, clock.now());
    const input = { change, trust, since: hashOf(plan.before) };
    if (trust !== null) return approvals.submit(CHANGE_TRUST, { input: { ...input, trust }, reason, by });
  }
  await db.tx((tx) => applyChange(ports, tx, change, by.actor));
  return { state: 'done', approvalId: null };
}

async function applyChange(ports: DirectoryPorts, tx: Tx, change: AskedChange, by: Actor): Promise<void> {
  if (change.act === 'save') await saveSetting(ports, tx, change, by);
  else if (change.act === 'put back') await putBackSetting(ports, tx, change, by);
  else if (change.act === 'delete') await endSetting(ports, tx, change, by);
  else await moveSetting(ports, tx, change, by);
}

const hashOf = (plan: SettingPlan): string =>
  createHash('sha256')
    .update(JSON.stringify(trustLayers(plan)))
    .digest('hex');
