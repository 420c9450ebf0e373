import { z } from 'zod';
import { instant, keyType, sha256Hex, text, uuid } from '../common.ts';
import { certificateStatuses, listedPerson } from './lists.ts';

/** The short key of an authority or a line, as in addresses. */
export const authorityKey = z.string().regex(/^[a-z0-9-]{1,32}$/);

export const authorityView = z.strictObject({
  id: authorityKey,
  /** The first of its line: certificates are asked for by it. */
  line: authorityKey,
  kind: z.enum(['root', 'derived', 'card']),
  parent: authorityKey.nullable(),
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  sha256: z.string(),
  keyType: z.string(),
  keyPlace: z.enum(['sealed', 'token', 'offline']),
  notBefore: instant,
  notAfter: instant,
  activeFrom: instant,
  /** The one of its line that new certificates come from. */
  isIssuing: z.boolean(),
  /** From itself upwards to its root. */
  chain: z.array(z.strictObject({ id: authorityKey.nullable(), subject: z.string(), notAfter: instant })),
  crl: z
    .strictObject({
      number: z.number().int(),
      thisUpdate: instant,
      nextUpdate: instant,
      octets: z.number().int(),
      url: z.string(),
    })
    .nullable(),
  ocsp: z.strictObject({ url: z.string(), responderNotAfter: instant.nullable() }),
});
export type AuthorityView = z.infer<typeof authorityView>;
/** GET /api/admin/authorities: there are few. */
export const authorityList = z.strictObject({ items: z.array(authorityView) });

/** A file in its two forms. */
export const fileForm = z.object({ format: z.enum(['pem', 'der']).default('pem') });

/** POST /api/admin/authorities/{line}/roll-over → submitted */
export const rollOverInput = z.strictObject({
  lifetimeDays: z.number().int().min(30).max(3_653).default(3_653).meta({
    title: 'Lifetime',
    description: 'Days; never past the end of the authority above it.',
  }),
  keyType: keyType.optional().meta({ title: 'Key type', description: 'That of the present authority when left out.' }),
  activeFrom: instant.optional().meta({
    title: 'Issues from',
    description: 'Leave those who rely on certificates the time to learn of the new authority; at once when left out.',
  }),
  reason: text(500).meta({ title: 'Reason', description: 'The audit log keeps it, and a second person reads it.' }),
});
export type RollOverInput = z.infer<typeof rollOverInput>;

/** GET /api/admin/certificates/{sha256} */
export const certificateDetail = z.strictObject({
  serial: z.string(),
  sha256: z.string(),
  authority: authorityKey,
  profile: z.string(),
  subject: z.string(),
  issuer: z.string(),
  keyType: z.string(),
  notBefore: instant,
  notAfter: instant,
  status: z.enum(certificateStatuses),
  revocationReason: z.string().nullable(),
  revokedAt: instant.nullable(),
  keyUsage: z.array(z.string()),
  extendedKeyUsage: z.array(z.string()),
  policies: z.array(z.string()),
  /** Alternative names as `kind: value`. */
  names: z.array(z.string()),
  person: listedPerson.nullable(),
  deviceId: uuid.nullable(),
  credentialId: uuid.nullable(),
  /** Its private key lies in escrow. */
  isEscrowed: z.boolean(),
  pem: z.string(),
});
export type CertificateDetail = z.infer<typeof certificateDetail>;

/** POST /api/admin/recoveries: a fresh card sign-in is needed. */
export const recoveryInput = z.strictObject({
  sha256: sha256Hex.meta({ title: 'Certificate', description: 'SHA-256 of the encryption certificate.' }),
  reason: text(500).meta({
    title: 'Reason',
    description: 'The person is told of it, the audit log keeps it, and a second person reads it.',
  }),
});

/** waiting: for a second person; ready: whoever asked may take the key, once; taken; over: its day is over. */
export const recoveryState = z.enum(['waiting', 'ready', 'taken', 'over']);
export const recoveryView = z.strictObject({
  id: uuid,
  sha256: sha256Hex,
  subject: z.string(),
  serial: z.string(),
  person: listedPerson.nullable(),
  reason: z.string(),
  state: recoveryState,
  approvalId: uuid.nullable(),
  askedAt: instant,
  /** The caller asked for it, and may take the key. */
  isOwn: z.boolean(),
  until: instant.nullable(),
});
export type RecoveryView = z.infer<typeof recoveryView>;
/** GET /api/admin/recoveries: the latest hundred. */
export const recoveryList = z.strictObject({ items: z.array(recoveryView) });

/** POST /api/admin/recoveries/{id}/take: once. */
export const recoveredKey = z.strictObject({
  fileName: z.string(),
  /** Base64. */
  pkcs12: z.string(),
  /** Of the file; kept nowhere. */
  password: z.string(),
});
export type RecoveredKey = z.infer<typeof recoveredKey>;
