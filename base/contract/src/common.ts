import { z } from 'zod';

export const uuid = z.uuid();
export const instant = z.iso.datetime();
/** DER or other octets, base64 with padding. */
export const base64 = (maxBytes: number) => z.base64().max(Math.ceil(maxBytes / 3) * 4);
export const base64url = (maxBytes: number) => z.base64url().max(Math.ceil((maxBytes * 4) / 3));
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
/** No control characters, none that break a line or turn its direction. */
export const oneLine = /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+$/u;
/** A field typed by a person: trimmed, bounded, {@link oneLine}. */
export const text = (max: number) => z.string().trim().min(1).max(max).regex(oneLine);

/**
 * A User Principal Name as a card has it. None whose letters fold to others' (a Kelvin sign is no k, a dotted capital I
 * no i), so that no two ways of comparing without case can disagree about whose it is.
 */
export const upn = z
  .string()
  .max(320) // longer than any mail address (RFC 5321 §4.5.3.1), which it looks like
  .regex(/^[^\p{C}\s@]+@[^\p{C}\s@]+$/u, 'is a name such as ada@agency.example')
  .refine(
    (name) => name.normalize('NFKC') === name && !/[\u0130\u1e9e]/.test(name),
    'has letters that look like others',
  );

/** One address, as certificates (RFC 5280 §4.2.1.6) and mail headers can carry it: never a list. */
export const emailAddress = z
  .string()
  .max(254)
  .regex(
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/,
    'is one e-mail address such as ada@agency.example',
  );

export const platform = z.enum(['ios', 'android', 'desktop', 'unknown']);
export type Platform = z.infer<typeof platform>;

export const purpose = z.enum(['authentication', 'signing', 'encryption', 'decryption']);
export type Purpose = z.infer<typeof purpose>;

export const keyType = z.enum(['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096']);
export type KeyType = z.infer<typeof keyType>;

export const provider = z.enum(['lanyard', 'entrust', 'purebred', 'other']);
export type Provider = z.infer<typeof provider>;

export const requestState = z.enum([
  'pending',
  'activating',
  'activated',
  'expired',
  'superseded',
  'cancelled',
  'locked',
]);
export type RequestState = z.infer<typeof requestState>;

export const credentialState = z.enum(['issuing', 'active', 'suspended', 'replaced', 'revoked', 'expired', 'deleted']);
export type CredentialState = z.infer<typeof credentialState>;

/** RFC 5280 §5.3.1, those a subscriber certificate can have. */
export const revocationReason = z.enum([
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
]);
export type RevocationReason = z.infer<typeof revocationReason>;

/** One certificate of a credential, as shown to people and kept by the wallet. */
export const certificateView = z.strictObject({
  purpose,
  serial: z.string(),
  subject: z.string(),
  issuer: z.string(),
  notBefore: instant,
  notAfter: instant,
  sha256: z.string(),
  keystore: z.enum(['wallet', 'platform', 'imported']),
  protection: z.enum(['software', 'attested hardware']),
});
export type CertificateView = z.infer<typeof certificateView>;

export const credentialView = z.strictObject({
  id: uuid,
  name: z.string(),
  provider,
  state: credentialState,
  /** Why it is not active, in plain words; absent when it is. */
  stateReason: z.string().optional(),
  deviceId: uuid,
  issuedAt: instant,
  expiresAt: instant,
  certificates: z.array(certificateView),
});
export type CredentialView = z.infer<typeof credentialView>;
