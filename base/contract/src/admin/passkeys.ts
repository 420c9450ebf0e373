import { z } from 'zod';
import { base64url, instant, text, uuid } from '../common.ts';

/**
 * What `PublicKeyCredential.parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON` take (WebAuthn L3 §5.1.8,
 * §5.1.9). The browser reads them, nobody here: their form is the standard's.
 */
export const passkeyOptions = z.strictObject({ options: z.looseObject({ challenge: z.string() }) });
export type PasskeyOptions = z.infer<typeof passkeyOptions>;

const extensions = z.record(z.string().max(100), z.unknown());
const credential = {
  id: base64url(1_023),
  rawId: base64url(1_023),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  clientExtensionResults: extensions,
};

/** POST /api/passkeys: `toJSON()` of what `navigator.credentials.create` gave. */
export const passkeyInput = z.strictObject({
  name: text(100).meta({ title: 'Name', description: 'Where this passkey is: "security key", "work laptop".' }),
  credential: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(4_096),
      attestationObject: base64url(16_384),
      authenticatorData: base64url(16_384).optional(),
      transports: z.array(z.string().max(50)).max(10).optional(),
      publicKeyAlgorithm: z.number().int().optional(),
      publicKey: base64url(4_096).nullish(),
    }),
  }),
});
export type PasskeyInput = z.infer<typeof passkeyInput>;

/** POST /api/session/passkey → sessionView: `toJSON()` of what `navigator.credentials.get` gave. */
export const passkeySignIn = z.strictObject({
  credential: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(4_096),
      authenticatorData: base64url(4_096),
      signature: base64url(2_048),
      userHandle: base64url(64).nullish(),
    }),
  }),
});
export type PasskeySignIn = z.infer<typeof passkeySignIn>;

export const passkeyView = z.strictObject({
  id: uuid,
  name: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  /** Copied to the person's other devices by its maker, as against bound to one authenticator. */
  synced: z.boolean(),
});
export type PasskeyView = z.infer<typeof passkeyView>;

/** GET /api/passkeys: the caller's own. */
export const passkeyList = z.strictObject({
  items: z.array(passkeyView),
  /** Whether one may be added now, and if not why. */
  mayAdd: z.enum(['yes', 'off', 'no_role', 'sign_in_with_card']),
});
export type PasskeyList = z.infer<typeof passkeyList>;
