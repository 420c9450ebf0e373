import { z } from 'zod';
import { credentialState, instant, platform, provider, requestState, uuid } from '../common.ts';
import { listPage, listQuery } from './list.ts';
import { personState } from './people.ts';

/** One value or several, divided by commas: `active,lost`. */
const oneOrMore = (values: readonly string[]) =>
  z
    .string()
    .regex(new RegExp(`^(${values.join('|')})(,(${values.join('|')}))*$`))
    .optional();
/** A moment, or the beginning of a day (UTC) as a date field of a browser gives it. */
const moment = z.union([instant, z.iso.date()]);
/** A number of days, as typed into an address. */
const dayCount = z.coerce.number().int().min(0).max(3_650).optional();

/** Whom a row is about, as lists show it. */
export const listedPerson = z.strictObject({
  id: uuid,
  userName: z.string(),
  displayName: z.string(),
  state: personState,
});
export type ListedPerson = z.infer<typeof listedPerson>;

export const listedDevice = z.strictObject({ id: uuid, name: z.string(), platform });
export type ListedDevice = z.infer<typeof listedDevice>;

export const deviceStates = ['active', 'lost', 'retired'] as const;
/** GET /api/admin/devices. Sorted by `name`, `registeredAt` (default, newest first) or `lastCheckInAt`. */
export const deviceListQuery = listQuery.extend({
  state: oneOrMore(deviceStates),
  platform: oneOrMore(platform.options),
  person: uuid.optional(),
  space: uuid.optional(),
  /** Active devices that have not checked in for so many days, or never. */
  quietDays: dayCount,
});
export const deviceRow = z.strictObject({
  id: uuid,
  name: z.string(),
  platform,
  osVersion: z.string(),
  model: z.string(),
  walletVersion: z.string(),
  state: z.enum(deviceStates),
  registeredAt: instant,
  lastCheckInAt: instant.nullable(),
  spaceId: uuid,
  person: listedPerson.nullable(),
});
export type DeviceRow = z.infer<typeof deviceRow>;
export const deviceListPage = listPage(deviceRow);

/** GET /api/admin/credentials. Sorted by `createdAt` (default, newest first) or `expiresAt`. */
export const credentialListQuery = listQuery.extend({
  state: oneOrMore(credentialState.options),
  provider: oneOrMore(provider.options),
  person: uuid.optional(),
  device: uuid.optional(),
  /** Those that work and end within so many days. */
  expiringDays: dayCount,
});
export const credentialRow = z.strictObject({
  id: uuid,
  name: z.string(),
  provider,
  state: credentialState,
  /** Code of why it ended; null while it has not. */
  endedBy: z.string().nullable(),
  createdAt: instant,
  issuedAt: instant.nullable(),
  expiresAt: instant,
  endedAt: instant.nullable(),
  device: listedDevice.nullable(),
  person: listedPerson.nullable(),
});
export type CredentialRow = z.infer<typeof credentialRow>;
export const credentialListPage = listPage(credentialRow);

/** GET /api/admin/requests. Sorted by `createdAt` (default, newest first). */
export const requestListQuery = listQuery.extend({
  state: oneOrMore(requestState.options),
  provider: oneOrMore(provider.options),
  person: uuid.optional(),
  device: uuid.optional(),
  from: moment.optional(),
  to: moment.optional(),
});
export const requestRow = z.strictObject({
  id: uuid,
  name: z.string(),
  provider,
  state: requestState,
  createdAt: instant,
  /** End of the window, or of the activation once the password was accepted. */
  expiresAt: instant,
  endedAt: instant.nullable(),
  withRegistration: z.boolean(),
  passwordAccepted: z.boolean(),
  wrongPasswords: z.number().int(),
  wrongLimit: z.number().int(),
  credentialId: uuid.nullable(),
  device: listedDevice.nullable(),
  person: listedPerson.nullable(),
});
export type RequestRow = z.infer<typeof requestRow>;
export const requestListPage = listPage(requestRow);

export const primaryStatuses = ['good', 'revoked', 'on_hold', 'expired', 'unknown'] as const;
/** GET /api/admin/primaries. Sorted by `lastProvedAt` (default, newest first) or `notAfter`. */
export const primaryListQuery = listQuery.extend({
  status: oneOrMore(primaryStatuses),
  person: uuid.optional(),
  expiringDays: dayCount,
});
export const primaryRow = z.strictObject({
  id: uuid,
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  notAfter: instant,
  firstProvedAt: instant,
  lastProvedAt: instant,
  status: z.enum(primaryStatuses),
  statusAt: instant,
  person: listedPerson.nullable(),
});
export type PrimaryRow = z.infer<typeof primaryRow>;
export const primaryListPage = listPage(primaryRow);

export const certificateStatuses = ['good', 'expired', 'on_hold', 'revoked'] as const;
/** GET /api/admin/certificates. Sorted by `issuedAt` (default, newest first) or `notAfter`; `q` is a serial number or its beginning. */
export const certificateListQuery = listQuery.extend({
  status: oneOrMore(certificateStatuses),
  authority: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .optional(),
  profile: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional(),
  person: uuid.optional(),
  device: uuid.optional(),
  expiringDays: dayCount,
});
export const certificateRow = z.strictObject({
  /** Lower-case hexadecimal. */
  serial: z.string(),
  sha256: z.string(),
  authority: z.string(),
  /** What it is for, by the name of its profile. */
  profile: z.string(),
  subject: z.string(),
  status: z.enum(certificateStatuses),
  revocationReason: z.string().nullable(),
  issuedAt: instant,
  notAfter: instant,
  revokedAt: instant.nullable(),
  deviceId: uuid.nullable(),
  credentialId: uuid.nullable(),
  person: listedPerson.nullable(),
});
export type CertificateRow = z.infer<typeof certificateRow>;
export const certificateListPage = listPage(certificateRow);

/** GET /api/admin/audit, newest first. */
export const auditListQuery = listQuery.extend({
  /** One act, or the beginning of several: `request.` */
  act: z
    .string()
    .regex(/^[a-z_.-]{1,60}$/)
    .optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  /** The person who did it. */
  actor: uuid.optional(),
  actorKind: z
    .string()
    .regex(/^[a-z]{1,20}$/)
    .optional(),
  /** The person whom it concerns. */
  person: uuid.optional(),
  device: uuid.optional(),
  object: z.string().max(200).optional(),
  from: moment.optional(),
  to: moment.optional(),
});
export const auditRow = z.strictObject({
  id: z.string(),
  at: instant,
  act: z.string(),
  outcome: z.enum(['done', 'refused']),
  sentence: z.string(),
  actor: z.strictObject({ kind: z.string(), label: z.string(), personId: uuid.nullable() }),
  person: listedPerson.nullable(),
  deviceId: uuid.nullable(),
  object: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  correlationId: z.string().nullable(),
});
export type AuditRow = z.infer<typeof auditRow>;
export const auditListPage = listPage(auditRow);
