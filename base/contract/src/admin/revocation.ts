import { z } from 'zod';
import { text, uuid } from '../common.ts';

/** Credentials that one call ends at the most. */
export const MOST_REVOKED = 1_000;

/** POST /api/admin/credentials/revoke → submitted: more than one at a time may need a second person. */
export const revocationInput = z.strictObject({
  credentialIds: z.array(uuid).min(1).max(MOST_REVOKED).meta({
    title: 'Credentials',
    description: 'Derived credentials to revoke; those that have ended already stay as they are.',
  }),
  cause: z.enum(['withdrawn', 'compromised']).meta({
    title: 'Cause',
    description: 'What the CRL says: the privilege was withdrawn, or the keys may be in wrong hands.',
  }),
  reason: text(500).meta({ title: 'Reason', description: 'The audit log keeps it, and a second person reads it.' }),
});
export type RevocationInput = z.infer<typeof revocationInput>;
