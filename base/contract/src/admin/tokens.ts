import { z } from 'zod';
import { instant, text, uuid } from '../common.ts';
import { listQuery } from './list.ts';
import { adminPermissions } from './roles.ts';

/** Days that an API token may live at the most. */
export const TOKEN_DAYS = 366;

/** POST /api/admin/tokens */
export const apiTokenInput = z.strictObject({
  name: text(100).meta({ title: 'Name', description: 'What uses it: "Entra provisioning", "nightly export".' }),
  scopes: z
    .array(z.enum(adminPermissions))
    .min(1)
    .max(adminPermissions.length)
    .meta({ title: 'Scopes', description: 'What it may do: never more than you may yourself, now or later.' }),
  expiresAt: instant.meta({ title: 'Ends on', description: 'At most a year from now; then make a new one.' }),
});
export type ApiTokenInput = z.infer<typeof apiTokenInput>;

export const apiTokenView = z.strictObject({
  id: uuid,
  name: z.string(),
  scopes: z.array(z.string()),
  /** Who made it, and for whom it acts. */
  owner: z.strictObject({ personId: uuid, displayName: z.string() }),
  createdAt: instant,
  expiresAt: instant,
  /** To the minute; null: never. */
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
});
export type ApiTokenView = z.infer<typeof apiTokenView>;

/** GET /api/admin/tokens */
export const apiTokenQuery = listQuery.extend({
  after: uuid.optional(),
  state: z.enum(['active', 'expired', 'revoked']).optional(),
});
export type ApiTokenQuery = z.infer<typeof apiTokenQuery>;

/** The one answer that carries the token: `Authorization: Bearer lanyard_…` on /api/admin and /scim/v2. */
export const apiTokenMade = z.strictObject({ token: z.string(), view: apiTokenView });
export type ApiTokenMade = z.infer<typeof apiTokenMade>;
