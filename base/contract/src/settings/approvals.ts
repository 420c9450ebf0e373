import { z } from 'zod';
import { approvalAct, approvalActs, approvalActTitles } from '../admin/approvals.ts';

/** Which acts need a second person; the default alone counts, not what a group has. */
export const approvalsSetting = z.strictObject({
  acts: z.array(approvalAct).max(approvalActs.length).default([]).meta({
    title: 'Acts that need a second person',
    description: 'Whoever asks for one of these waits until somebody else has approved it.',
    options: approvalActTitles,
  }),
  massRevocation: z.number().int().min(1).max(1_000).default(1).meta({
    title: 'Revocations by one person',
    description: 'So many derived credentials one person may end at once, where mass revocation needs a second person.',
  }),
  hours: z.number().int().min(1).max(168).default(24).meta({
    title: 'Time to decide',
    description: 'Hours after which a request that nobody decided ends.',
  }),
});
export type ApprovalsSetting = z.infer<typeof approvalsSetting>;
