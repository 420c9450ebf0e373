import { z } from 'zod';
import { instant, sha256Hex } from '../common.ts';

/** POST /api/admin/settings/portal_authentication/certificates: the file that was chosen. */
export const certificateFile = z.strictObject({
  name: z.string().max(200).default('').meta({ title: 'File name', description: 'As on your computer.' }),
  /** Any octets, base64: what is no PEM is told so. */
  content: z
    .base64()
    .max(700_000)
    .meta({ title: 'CA certificate', description: 'A PEM file with the issuing CA, or with its chain.' }),
});
export type CertificateFile = z.infer<typeof certificateFile>;

/** Now; `ends_soon`: within ninety days. */
export const certificateValidity = z.enum(['not_yet', 'valid', 'ends_soon', 'ended']);
export type CertificateValidity = z.infer<typeof certificateValidity>;

export const certificateFacts = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  /** Of its DER. */
  sha256: sha256Hex,
  notBefore: instant,
  notAfter: instant,
  validity: certificateValidity,
});
export type CertificateFacts = z.infer<typeof certificateFacts>;

const withPem = certificateFacts.extend({ pem: z.string() });

/** A chain that holds: what to put into `anchors` and `intermediates`. */
export const chainTest = z.strictObject({
  anchors: z.array(withPem.extend({ name: z.string() })),
  intermediates: z.array(withPem),
  /** The portal trusts another issuer already, so each must name its UPN suffixes. */
  suffixesNeeded: z.boolean(),
});
export type ChainTest = z.infer<typeof chainTest>;

/** GET /api/admin/settings/portal_authentication/issuers: of every setting, each certificate once. */
export const trustedIssuers = z.strictObject({
  items: z.array(
    z.strictObject({
      /** As the settings have it. */
      certificate: z.string(),
      /** Null for one that cannot be read, and so trusts nothing. */
      facts: certificateFacts.nullable(),
    }),
  ),
});
export type TrustedIssuers = z.infer<typeof trustedIssuers>;

/** One issuer that a change adds to a setting, takes out of it, or lets speak for others. */
export const issuerChange = z.strictObject({
  what: z.enum(['added', 'removed', 'suffixes']),
  /** The name of the setting. */
  setting: z.string(),
  /** What the issuer is called there. */
  name: z.string(),
  facts: certificateFacts.nullable(),
  /** UPN suffixes before the change, and after it; none: whatever its cards say. */
  before: z.array(z.string()),
  after: z.array(z.string()),
});
export type IssuerChange = z.infer<typeof issuerChange>;

/** What a change of "Self Service Portal Authentication" does to whose cards open the portal. */
export const trustChange = z.strictObject({
  issuers: z.array(issuerChange),
  /** For whom which setting holds from then on, where that changes; a sentence each. */
  holds: z.array(z.string()),
});
export type TrustChange = z.infer<typeof trustChange>;

/** What of the input of the act `trust.change` is shown to who decides. */
export const trustChangeAsked = z.object({ trust: trustChange });
