import { z } from 'zod';
import { credentialState, instant, platform, provider, purpose, requestState, text, uuid } from '../common.ts';
import { listPage, listQuery } from './list.ts';
import { deviceStates, listedPerson } from './lists.ts';

/** Why an administrator revokes, and what the CRL says of it (RFC 5280 §5.3.1). */
export const revocationCauses = {
  withdrawn: 'privilegeWithdrawn',
  compromised: 'keyCompromise',
  left: 'affiliationChanged',
  superseded: 'superseded',
  ceased: 'cessationOfOperation',
} as const;
export const revocationCause = z.enum(['withdrawn', 'compromised', 'left', 'superseded', 'ceased']);
export type RevocationCause = z.infer<typeof revocationCause>;

/** What can keep a credential suspended; it works again when none of them does. */
export const hold = z.enum(['primary', 'person', 'admin']);

/** GET /api/admin/credentials/{id} */
export const adminCredentialView = z.strictObject({
  id: uuid,
  name: z.string(),
  provider,
  state: credentialState,
  holds: z.array(hold),
  /** Why it ended or is suspended, as a sentence. */
  stateReason: z.string().nullable(),
  createdAt: instant,
  issuedAt: instant.nullable(),
  expiresAt: instant,
  endedAt: instant.nullable(),
  person: listedPerson.nullable(),
  device: z.strictObject({
    id: uuid,
    name: z.string(),
    platform,
    state: z.enum(deviceStates),
  }),
  requestId: uuid,
  primaryId: uuid,
  certificates: z.array(
    z.strictObject({
      purpose,
      serial: z.string(),
      sha256: z.string(),
      subject: z.string(),
      issuer: z.string(),
      notBefore: instant,
      notAfter: instant,
    }),
  ),
});
export type AdminCredentialView = z.infer<typeof adminCredentialView>;

/** POST /api/admin/credentials/{id}/revoke */
export const revocationInput = z.strictObject({
  cause: revocationCause.meta({
    title: 'Cause',
    description: 'What the CRL says to everybody who relies on the certificates.',
  }),
  reason: text(500).meta({ title: 'Comment', description: 'The audit log keeps it.' }),
});
export type RevocationInput = z.infer<typeof revocationInput>;

/** What an act on one request answers. */
export const requestOutcome = z.strictObject({ state: requestState });

/** Objects that one choice by hand names at the most. */
export const MOST_CHOSEN = 1_000;
/** Objects that one bulk act takes at the most. */
export const MOST_BULK = 20_000;

export const bulkActs = {
  credentials: ['suspend', 'resume', 'revoke'],
  requests: ['cancel'],
  devices: ['lost', 'retire'],
} as const;
export type BulkArea = keyof typeof bulkActs;
export type BulkAct = (typeof bulkActs)[BulkArea][number];

const chosen = {
  ids: z.array(uuid).min(1).max(MOST_CHOSEN).optional().meta({
    title: 'Chosen',
    description: 'Each by its id. Leave it out to take everything that a filter finds.',
  }),
  filter: z
    .record(z.string().max(40), z.string().max(500))
    .optional()
    .meta({ title: 'Filter', description: 'Fields of the list as they stand in its address.' }),
};
/** POST /api/admin/{credentials,requests,devices}/bulk/preview */
export const bulkPreviewInput = (area: BulkArea) =>
  z.strictObject({ act: z.enum(bulkActs[area]), ...chosen }).refine(oneOfBoth, 'Name ids or a filter, not both.');
/** POST /api/admin/{credentials,requests,devices}/bulk → bulkView, 202 while it waits for a second person. */
export const bulkInput = (area: BulkArea) =>
  z
    .strictObject({
      act: z.enum(bulkActs[area]),
      ...chosen,
      cause: revocationCause.optional().meta({ title: 'Cause', description: 'For revocations: what the CRL says.' }),
      reason: text(500).meta({ title: 'Reason', description: 'The audit log keeps it, and a second person reads it.' }),
    })
    .refine(oneOfBoth, 'Name ids or a filter, not both.');

function oneOfBoth({ ids, filter }: { ids?: unknown; filter?: unknown }): boolean {
  return (ids === undefined) !== (filter === undefined);
}

export const bulkPreview = z.strictObject({
  /** Chosen in all. */
  total: z.number().int(),
  /** Of those: what the act will change; the rest is as it should be already, or has ended. */
  changed: z.number().int(),
  /** Whose they are. */
  people: z.number().int(),
  /** Derived credentials that end for good. */
  ending: z.number().int(),
  /** A second person has to approve it. */
  needsApproval: z.boolean(),
});
export type BulkPreview = z.infer<typeof bulkPreview>;

export const bulkState = z.enum(['waiting', 'running', 'done']);
/** GET /api/admin/bulk/{id} */
export const bulkView = z.strictObject({
  id: uuid,
  area: z.enum(['credentials', 'requests', 'devices']),
  act: z.string(),
  /** waiting: for a second person. */
  state: bulkState,
  approvalId: uuid.nullable(),
  reason: z.string(),
  createdAt: instant,
  doneAt: instant.nullable(),
  total: z.number().int(),
  done: z.number().int(),
  /** Were as they should be already. */
  unchanged: z.number().int(),
  failed: z.number().int(),
});
export type BulkView = z.infer<typeof bulkView>;

/** GET /api/admin/bulk/{id}/rows, and as CSV. */
export const bulkRow = z.strictObject({
  position: z.number().int(),
  objectId: uuid,
  outcome: z.enum(['waiting', 'done', 'unchanged', 'failed']),
  /** The error's code and words, for one that failed. */
  code: z.string().nullable(),
  title: z.string().nullable(),
});
export type BulkRow = z.infer<typeof bulkRow>;
export const bulkRowQuery = listQuery.extend({ outcome: bulkRow.shape.outcome.optional() });
export const bulkRowPage = listPage(bulkRow);
