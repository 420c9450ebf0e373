import { z } from 'zod';
import { brandingView } from './branding-view.ts';
import {
  base64,
  base64url,
  certificateView,
  credentialState,
  instant,
  keyType,
  platform,
  provider,
  purpose,
  requestState,
  sha256Hex,
  text,
  uuid,
} from './common.ts';
import { deliveredApp, deliveredConfiguration } from './delivery.ts';
import { walletSetting } from './settings.ts';

/** A P-256 public key (RFC 7517). */
export const publicJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: base64url(32),
  y: base64url(32),
});
export type PublicJwk = z.infer<typeof publicJwk>;

/** GET /device/server: before registration. */
export const serverFacts = z.strictObject({
  organisation: z.string(),
  time: instant,
  platforms: z.array(platform),
  /** In a demo the phone's platform can be chosen, so that both can be tried on a desktop. */
  demo: z.boolean(),
  branding: brandingView.optional(),
});
export type ServerFacts = z.infer<typeof serverFacts>;

/** POST /device/registrations, with a DPoP proof of `signingKey` that covers the body's digest. */
export const registrationInput = z.strictObject({
  userName: text(200),
  registrationPin: text(40),
  /** Random, made at installation: counts wrong tries, so that a stranger's tries never count against the person. */
  installationId: uuid,
  name: text(60),
  platform,
  osVersion: text(20).regex(/^[\d.]+$/),
  model: text(80),
  walletVersion: text(20),
  signingKey: publicJwk,
  agreementKey: publicJwk,
});
export type RegistrationInput = z.infer<typeof registrationInput>;

export const deviceToken = z.strictObject({ token: z.string(), expiresIn: z.number().int().describe('seconds') });
export type DeviceToken = z.infer<typeof deviceToken>;

export const registered = z.strictObject({
  deviceId: uuid,
  person: z.strictObject({ userName: z.string(), displayName: z.string() }),
  token: deviceToken,
});
export type Registered = z.infer<typeof registered>;

/** POST /device/token: a proof of the device key is the whole of it. */
export const tokenInput = z.strictObject({ deviceId: uuid });
export type TokenInput = z.infer<typeof tokenInput>;

export const pendingRequest = z.strictObject({
  id: uuid,
  name: z.string(),
  provider,
  state: requestState,
  expiresAt: instant,
  credentialId: uuid.nullable(),
});
export type PendingRequest = z.infer<typeof pendingRequest>;

export const deviceCredential = z.strictObject({
  id: uuid,
  name: z.string(),
  provider,
  state: credentialState,
  stateReason: z.string().optional(),
  issuedAt: instant,
  expiresAt: instant,
  certificates: z.array(certificateView),
});
export type DeviceCredential = z.infer<typeof deviceCredential>;

export const vaultWay = z.enum(['passcode', 'pin']);
export type VaultWay = z.infer<typeof vaultWay>;

/** GET /device/check-in: what the device should be. `generation` is also its ETag; unchanged answers are 304 without a body. */
export const desiredState = z.strictObject({
  generation: z.string(),
  organisation: z.string(),
  branding: brandingView.optional(),
  person: z.strictObject({ userName: z.string(), displayName: z.string(), email: z.string() }),
  device: z.strictObject({ id: uuid, name: z.string(), platform, state: z.enum(['active', 'lost', 'retired']) }),
  wallet: walletSetting,
  /** The request made with this device's registration PIN, or the newest open one of the person. */
  request: pendingRequest.nullable(),
  credentials: z.array(deviceCredential),
  /** In the order of their names; what is not in it any more is to be withdrawn. */
  configurations: z.array(deliveredConfiguration).default([]),
  apps: z.array(deliveredApp).default([]),
  portalUrl: z.string(),
});
export type DesiredState = z.infer<typeof desiredState>;

/** PUT /device/report: only when something changed. */
export const deviceReport = z.strictObject({
  osVersion: text(20).regex(/^[\d.]+$/),
  model: text(80),
  walletVersion: text(20),
  name: text(60),
  /** Where the platform tells its wallet: what `${deviceUDID}` and `${deviceIMSI}` stand for. */
  udid: z
    .string()
    .regex(/^[A-Za-z0-9-]{8,64}$/)
    .optional(),
  imsi: z
    .string()
    .regex(/^[0-9]{14,15}$/)
    .optional(),
});
export type DeviceReport = z.infer<typeof deviceReport>;

/** POST /device/requests/{id}/activate */
export const activateInput = z.strictObject({
  activationPassword: text(60),
  /** `MI_CREDENTIAL_DEVICE_ID` of the source documents, where configured. */
  clientDeviceId: text(200).optional(),
});
export type ActivateInput = z.infer<typeof activateInput>;

/** The activation's state: what the wallet still has to do. Also GET /device/requests/{id}/activation, to go on after an interruption. */
export const activationView = z.strictObject({
  requestId: uuid,
  credentialId: uuid,
  name: z.string(),
  state: requestState,
  deadline: instant,
  parts: z.array(
    z.strictObject({
      purpose,
      keyType,
      madeBy: z.enum(['device', 'issuer']),
      /** The certificate, once there is one. */
      issued: z.boolean(),
    }),
  ),
});
export type ActivationView = z.infer<typeof activationView>;

/** POST /device/requests/{id}/certificates: the device's own key. */
export const certificateInput = z.strictObject({
  purpose: z.enum(['authentication', 'signing']),
  csr: z.string().max(40_000).describe('PKCS#10, DER, base64; at most 16 KiB'),
});
export type CertificateInput = z.infer<typeof certificateInput>;

export const issuedCertificate = z.strictObject({
  purpose,
  certificate: base64(16_384),
  /** From the issuing CA upwards. */
  chain: z.array(base64(16_384)).max(8),
});
export type IssuedCertificate = z.infer<typeof issuedCertificate>;

/**
 * POST /device/requests/{id}/encryption-key: the issuer's key for the device, HPKE (RFC 9180) base mode,
 * DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, to the device's agreement key.
 * info = `lanyard encryption key`; aad = UTF-8 of `deviceId|requestId|purpose`. The plaintext is PKCS#8 DER.
 */
export const issuedEncryptionKey = issuedCertificate.extend({ enc: base64(200), ciphertext: base64(8_192) });
export type IssuedEncryptionKey = z.infer<typeof issuedEncryptionKey>;

/** POST /device/requests/{id}/confirm: the device holds every key and certificate. */
export const confirmInput = z.strictObject({
  certificates: z.array(sha256Hex).min(1).max(4),
});
export type ConfirmInput = z.infer<typeof confirmInput>;
export const confirmed = z.strictObject({ credential: deviceCredential });
export type Confirmed = z.infer<typeof confirmed>;

/** POST /device/credentials/{id}/card: what the issuer signs of the credential as a PIV card. */
export const cardContentsInput = z.strictObject({
  /** Retired keys that it holds. */
  retired: z.number().int().min(0).max(20),
  /** The key of PIV secure messaging, where the wallet's setting has it. */
  secureMessaging: z
    .strictObject({
      keyType: z.enum(['ec-p256', 'ec-p384']),
      /** Uncompressed. */
      point: base64(97),
      /** As the setting asks for one. */
      pairingCode: z
        .string()
        .regex(/^[0-9]{8}$/)
        .optional(),
    })
    .optional(),
});
export type CardContentsInput = z.infer<typeof cardContentsInput>;
export const cardContents = z.strictObject({
  chuid: base64(16_384),
  securityObject: base64(16_384),
  secureMessaging: z
    .strictObject({
      /** Card verifiable. */
      certificate: base64(1_024),
      /** The container of whoever signed it. */
      signer: base64(16_384),
    })
    .optional(),
});
export type CardContents = z.infer<typeof cardContents>;

/** PUT /device/vault/{way}: sets or changes the server's share; `current` is the verifier in force, absent the first time. */
export const vaultShareInput = z.strictObject({ verifier: base64(32), current: base64(32).optional() });
export type VaultShareInput = z.infer<typeof vaultShareInput>;
/** POST /device/vault/{way}/open */
export const vaultOpenInput = z.strictObject({ verifier: base64(32) });
export type VaultOpenInput = z.infer<typeof vaultOpenInput>;
export const vaultShare = z.strictObject({ share: base64(32), tries: z.number().int() });
export type VaultShare = z.infer<typeof vaultShare>;
/** GET /device/vault/{way}: how many tries are left. Asking costs none. */
export const vaultTries = z.strictObject({ tries: z.number().int() });
export type VaultTries = z.infer<typeof vaultTries>;
