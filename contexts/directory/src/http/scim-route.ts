import { actorOf, adminOf } from '@lanyard/kernel';
import { z } from 'zod';
import { isUuid } from '../pg/scim-lists.ts';
import type { Provisioner } from '../scim/provision-user.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

export const scimRead = { permission: 'admin.people.read' } as const;
export const scimWrite = { permission: 'admin.people.write' } as const;
/** An id of another form is nobody's (RFC 7644 §3.12: 404). */
export const scimParams = z.object({
  id: z
    .string()
    .max(200)
    .transform((id) => (isUuid(id) ? id : NOBODY)),
});
/** Some ten thousand members. */
export const SCIM_BODY = 1_048_576;

export const provisionerOf = (request: Parameters<typeof adminOf>[0]): Provisioner => ({
  caller: adminOf(request),
  by: actorOf(request),
});

/** Where this interface is, as the caller reached it. */
export const baseOf = (request: { readonly protocol: string; readonly host: string }): string =>
  `${request.protocol}://${request.host}/scim/v2`;
