import { z } from 'zod';
import { instant, text, uuid } from '../common.ts';
import { listQuery } from './list.ts';

/** Acts that a setting may bind to a second person. */
export const approvalActs = [
  'approvals.change',
  'administrators.change',
  'authority.change',
  'credentials.mass-revocation',
  'escrow.recover',
  'sessions.end-all',
  'trust.change',
] as const;
export const approvalAct = z.enum(approvalActs);
export type ApprovalAct = z.infer<typeof approvalAct>;

export const approvalActTitles: Readonly<Record<ApprovalAct, string>> = {
  'approvals.change': 'Change which acts need approval',
  'administrators.change': 'Change roles',
  'authority.change': 'Change an authority',
  'credentials.mass-revocation': 'Revoke many credentials',
  'escrow.recover': 'Recover keys from escrow',
  'sessions.end-all': 'End all sessions',
  'trust.change': 'Change the trusted issuers of cards',
};

export const approvalState = z.enum(['pending', 'approved', 'done', 'refused', 'withdrawn', 'expired', 'failed']);
export type ApprovalState = z.infer<typeof approvalState>;

/** A request for the approval of a second person. */
export const approvalView = z.strictObject({
  id: uuid,
  act: approvalAct,
  /** What will be done, in one sentence. */
  summary: z.string(),
  /** Exactly what will be done, as the act's own route took it. */
  input: z.record(z.string(), z.unknown()),
  reason: z.string(),
  state: approvalState,
  asked: z.strictObject({ personId: uuid, displayName: z.string(), at: instant }),
  /** When a pending one ends by itself. */
  until: instant,
  decided: z.strictObject({ personId: uuid, displayName: z.string(), at: instant, reason: z.string() }).nullable(),
  doneAt: instant.nullable(),
  /** The error code of one that was approved and then could not be done. */
  failure: z.string().nullable(),
  /** The caller may refuse it, and approve it unless `notByYou` says why not. */
  mayDecide: z.boolean(),
  /** The error code with which the caller's approval would be refused. */
  notByYou: z.enum(['approval_own', 'approval_not_independent', 'session_not_primary']).nullable(),
});
export type ApprovalView = z.infer<typeof approvalView>;

/** In a list: without the input, which may be long, and without whether somebody is independent of who asked. */
export const listedApproval = approvalView.omit({ input: true, notByYou: true });
export type ListedApproval = z.infer<typeof listedApproval>;

/** GET /api/admin/approvals, the newest first: without the right to decide or to read the audit log, the caller's own. */
export const approvalQuery = listQuery.extend({
  after: uuid.optional(),
  state: approvalState.optional(),
  act: approvalAct.optional(),
});
export type ApprovalQuery = z.infer<typeof approvalQuery>;

/** POST /api/admin/approvals/:id/decision */
export const decisionInput = z.strictObject({
  decision: z.enum(['approve', 'refuse']).meta({ title: 'Decision', description: 'Approving does it at once.' }),
  reason: text(500).meta({ title: 'Reason', description: 'The audit log keeps it.' }),
});
export type DecisionInput = z.infer<typeof decisionInput>;

/** The answer of every route whose act may need a second person (202 while it waits). */
export const submitted = z.strictObject({ state: z.enum(['done', 'waiting']), approvalId: uuid.nullable() });
export type Submitted = z.infer<typeof submitted>;

/** The body of an act without any other input: why. */
export const reasonInput = z.strictObject({
  reason: text(500).meta({ title: 'Reason', description: 'The audit log keeps it, and a second person reads it.' }),
});
export type ReasonInput = z.infer<typeof reasonInput>;
