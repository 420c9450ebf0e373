import { z } from 'zod';
import { instant, uuid } from './common.ts';
import { configurationKind } from './admin/configurations/configuration.ts';
import { appKind } from './managed-keys/known-apps.ts';

/** One configuration as a device gets it: after substitution, or waiting for something. */
export const deliveredConfiguration = z.strictObject({
  id: uuid,
  kind: configurationKind,
  name: z.string(),
  version: z.number().int(),
  /** What it waits for, in words; null when it can be applied. */
  waitsFor: z.string().nullable(),
  /** Null while it waits. */
  value: z.record(z.string(), z.unknown()).nullable(),
});
export type DeliveredConfiguration = z.infer<typeof deliveredConfiguration>;

/** One app of the catalog as a device gets it, with the app configuration that won, after substitution. */
export const deliveredApp = z.strictObject({
  id: uuid,
  /** Counts changes of the app and of the app configuration that won. */
  version: z.number().int(),
  name: z.string(),
  /** Bundle identifier or package name. */
  identifier: z.string(),
  appVersion: z.string().nullable(),
  kind: appKind,
  /** For the App Catalog on the device. */
  category: z.string(),
  description: z.string(),
  /** What the person does with it, from its maker's documentation. */
  instructions: z.string(),
  /** The package to install of an in-house app: GET /device/apps/{id}/package. */
  package: z.strictObject({ id: uuid, size: z.number().int(), sha256: z.string() }).nullable(),
  configuration: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  /** Handed to the app when it starts. */
  pairs: z.record(z.string(), z.string()),
  /** Keys whose value is a certificate: which configuration gives it, and which of the credential's certificates that is. */
  certificates: z.array(
    z.strictObject({
      key: z.string(),
      configurationId: uuid,
      /** Null where it is a CA certificate, which the configuration itself carries, or is not there yet. */
      credentialId: uuid.nullable(),
      sha256: z.string().nullable(),
    }),
  ),
  tunnels: z.array(
    z.strictObject({
      host: z.string(),
      kind: z.enum(['http', 'tcp']),
      gateway: z.string(),
      configurationId: uuid.nullable(),
    }),
  ),
  /** Why it may not be used at present, in words; null when it may. */
  unauthorized: z.string().nullable(),
});
export type DeliveredApp = z.infer<typeof deliveredApp>;

/** PUT /device/applied: what became of what was delivered, and of what is to be taken away. */
export const appliedReport = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id: uuid,
        version: z.number().int().min(1),
        state: z.enum(['applied', 'failed', 'withdrawn']),
        /** Why it failed; for the administrator. */
        reason: z.string().max(300).optional(),
      }),
    )
    .max(500),
});
export type AppliedReport = z.infer<typeof appliedReport>;

/** One line of desired against actual: GET /api/admin/devices/{id}/deliveries */
export const delivery = z.strictObject({
  id: uuid,
  what: z.enum(['configuration', 'app']),
  kind: z.string(),
  name: z.string(),
  /** Of the version that is desired; null for what is being withdrawn. */
  version: z.number().int().nullable(),
  state: z.enum(['waiting', 'sent', 'applied', 'failed', 'withdrawn']),
  /** What it waits for, or why it failed. */
  reason: z.string().nullable(),
  at: instant.nullable(),
});
export type Delivery = z.infer<typeof delivery>;
export const deliveries = z.strictObject({ items: z.array(delivery) });
