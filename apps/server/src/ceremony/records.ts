import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9-]{1,32}$/);
/** A name inside the folder, never a path out of it. */
const file = z.string().regex(/^[a-z0-9.-]{1,80}$/);
const key = z.union([z.strictObject({ file }), z.strictObject({ tokenLabel: z.string().min(1).max(255) })]);

/** `authorities.json` of the folder that goes to an installation. */
export const installationRecord = z.strictObject({
  version: z.literal(1),
  statusUrl: z.url({ protocol: /^http$/ }),
  root: z.strictObject({ id, certificate: file, crl: file }),
  authorities: z
    .array(z.strictObject({ id, kind: z.enum(['derived', 'card']), line: id, certificate: file, key }))
    .max(50),
});
export type InstallationRecord = z.infer<typeof installationRecord>;

/** `root.json` of the folder that stays with the root's key. */
export const offlineRecord = z.strictObject({
  version: z.literal(1),
  key,
  /** The number of the newest CRL. */
  crlNumber: z.int().min(1),
  issued: z.array(z.strictObject({ id, serial: z.string().regex(/^[0-9a-f]{2,40}$/), notAfter: z.iso.datetime() })),
  revoked: z.array(
    z.strictObject({
      serial: z.string().regex(/^[0-9a-f]{2,40}$/),
      at: z.iso.datetime(),
      reason: z.enum(['keyCompromise', 'cACompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation']),
    }),
  ),
});
export type OfflineRecord = z.infer<typeof offlineRecord>;
export type CeremonyRevocation = OfflineRecord['revoked'][number];
export type KeyRef = z.infer<typeof key>;
