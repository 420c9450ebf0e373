import { type ApprovalsSetting, approvalsSetting } from '@lanyard/contract';
import type { DirectoryPorts } from '../ports.ts';
import { putSetting } from '../settings/put-setting.ts';
import type { Act, Executor } from './act.ts';
import { loosens } from './refuse-loosening.ts';

/**
 * What needs a second person is itself changed by two: else one would first change the setting and then act alone.
 * More may be bound by one person, less may not.
 */
export const CHANGE_APPROVALS: Act<ApprovalsSetting> = {
  act: 'approvals.change',
  input: approvalsSetting,
  summary: ({ acts }) =>
    acts.length === 0
      ? 'No act needs a second person any more.'
      : `Only these acts need a second person: ${acts.join(', ')}.`,
  needed: loosens,
};

export const changeApprovals =
  (ports: DirectoryPorts): Executor<ApprovalsSetting> =>
  async (tx, value, { actor }) =>
    void (await putSetting(ports, tx, { kind: 'approvals', groupId: null, rank: 0, value }, actor));
