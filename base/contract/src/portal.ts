import { z } from 'zod';
import { brandingView } from './branding-view.ts';
import { credentialView, instant, platform, provider, requestState, text, uuid } from './common.ts';

/** GET /api/portal, before sign-in. */
export const portalFacts = z.strictObject({
  organisation: z.string(),
  /** The card host, and a second address of it for "Choose another certificate". */
  cardHosts: z.array(z.string()),
  walletUrl: z.string(),
  /** Some administrators may sign in with a passkey. */
  passkeys: z.boolean(),
  /** Null where nobody set any. */
  branding: brandingView.nullable(),
});
export type PortalFacts = z.infer<typeof portalFacts>;

/** POST /api/sign-in → where the browser goes to show its certificate; a cookie binds the way back. */
export const signInStarted = z.strictObject({ url: z.string() });
export type SignInStarted = z.infer<typeof signInStarted>;

/** POST /api/session: the ticket from the fragment that the card host gave. */
export const ticketInput = z.strictObject({ ticket: z.string().min(20).max(100) });
export type TicketInput = z.infer<typeof ticketInput>;

/**
 * What opened a session: a card; a derived credential; a one-time link of the console; a passkey of an administrator.
 * Only `primary` may ever request, extend, unblock or recover.
 */
export const sessionKind = z.enum(['primary', 'derived', 'link', 'passkey']);
export type SessionKind = z.infer<typeof sessionKind>;

export const sessionView = z.strictObject({
  id: uuid,
  personId: uuid,
  displayName: z.string(),
  userName: z.string(),
  kind: sessionKind,
  signedInAt: instant,
  /** Until then a primary session may request, extend, unblock or recover. */
  freshUntil: instant,
  expiresAt: instant,
  csrfToken: z.string(),
  roles: z.array(z.string()),
  /** The spaces that the roles hold for; null: all. */
  spaces: z.array(z.string()).nullable(),
  /** The certificate that was used, so that the person can recognise it; null after a link or a passkey. */
  certificate: z.strictObject({ serial: z.string(), issuer: z.string(), notAfter: instant }).nullable(),
});
export type SessionView = z.infer<typeof sessionView>;

export const sessionListItem = z.strictObject({
  id: uuid,
  kind: sessionKind,
  signedInAt: instant,
  expiresAt: instant,
  userAgent: z.string(),
  current: z.boolean(),
});
export type SessionListItem = z.infer<typeof sessionListItem>;

export const deviceView = z.strictObject({
  id: uuid,
  name: z.string(),
  platform,
  osVersion: z.string(),
  state: z.enum(['active', 'lost', 'retired']),
  registeredAt: instant,
  lastCheckInAt: instant.nullable(),
});
export type DeviceView = z.infer<typeof deviceView>;

/** A request as its holder follows it; never with a secret. */
export const requestView = z.strictObject({
  id: uuid,
  name: z.string(),
  state: requestState,
  createdAt: instant,
  expiresAt: instant,
  /** The steps on the phone, with their state as it changes. */
  registered: z.boolean(),
  registeredDevice: z.string().nullable(),
  passwordAccepted: z.boolean(),
  activated: z.boolean(),
  credentialId: uuid.nullable(),
  wrongPasswordsLeft: z.number().int(),
  /** A phone was already registered when the request was made: no registration PIN was given. */
  withRegistration: z.boolean(),
});
export type RequestView = z.infer<typeof requestView>;

/** GET /api/me: the home page in one answer. */
export const homeView = z.strictObject({
  person: z.strictObject({
    id: uuid,
    userName: z.string(),
    displayName: z.string(),
    email: z.string(),
    upn: z.string(),
  }),
  requestButton: z.enum(['Request a PIN', 'Request PIN and Derived Credential']),
  /** Who makes this person's derived credentials. */
  provider: z.strictObject({
    kind: provider,
    name: z.string(),
    /** The administrator's or the vendor's words for people; empty when there are none. */
    instructions: z.string(),
    /** Where a request leads instead of beginning here: the Self Service Module, exactly as it was configured. */
    requestUrl: z.string().nullable(),
    /** Where a phone that is registered already gets its QR code. */
    qrUrl: z.string().nullable(),
  }),
  canRequest: z.boolean(),
  cannotRequestReason: z.string().nullable(),
  devices: z.array(deviceView),
  credentials: z.array(credentialView),
  request: requestView.nullable(),
});
export type HomeView = z.infer<typeof homeView>;

/** POST /api/me/requests. Without `withRegistration` a registered phone picks the request up at its next check-in. */
export const newRequestInput = z.strictObject({
  name: text(60).optional().describe('The name of the credential, as the wallet will show it'),
  withRegistration: z.boolean().default(true),
  /** A registration PIN alone, where the credential is requested from another portal. */
  pinOnly: z.boolean().optional(),
});
export type NewRequestInput = z.infer<typeof newRequestInput>;

/** The one answer that carries the secrets; they are shown once. */
export const requestSecrets = z.strictObject({
  requestId: uuid.nullable(),
  userName: z.string(),
  registrationPin: z.string().nullable(),
  registrationPinExpiresAt: instant.nullable(),
  activationPassword: z.string().nullable(),
  expiresAt: instant,
  /** What the QR code holds: the wallet's address with the public request id. */
  link: z.string(),
  warnings: z.array(z.string()),
  /** The browser goes there instead: the credential is requested from another portal, and nothing was made here. */
  redirect: z.string().nullable(),
});
export type RequestSecrets = z.infer<typeof requestSecrets>;

export const activityItem = z.strictObject({
  id: z.string(),
  at: instant,
  act: z.string(),
  sentence: z.string(),
  deviceId: uuid.nullable(),
  outcome: z.enum(['done', 'refused']),
});
export type ActivityItem = z.infer<typeof activityItem>;
export const activityPage = z.strictObject({ items: z.array(activityItem), next: z.string().nullable() });
export type ActivityPage = z.infer<typeof activityPage>;
