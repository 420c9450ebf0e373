import { z } from 'zod';
import { instant, text, uuid } from '../common.ts';
import { paragraphs } from '../settings/branding.ts';
import { language } from '../settings/notification.ts';

/** Every message that people are sent; an invitation has a text for each way in. */
export const textKinds = [
  'credential.bound',
  'credential.ended',
  'credential.review',
  'device.registered',
  'device.lost',
  'pin.reset',
  'desktop.paired',
  'desktop.unpaired',
  'escrow.recovered',
  'access.added',
  'approval.asked',
  'approval.decided',
  'invitation.credential',
  'invitation.pin',
  'invitation.other',
] as const;
export const textKind = z.enum(textKinds);
export type TextKind = z.infer<typeof textKind>;

/** What a text may name, as `${name}`, with what stands for it in a preview. */
export const commonPlaceholders = {
  displayName: 'Name of the person',
  organisation: 'Name of the organisation',
  portalUrl: 'Address of the self-service portal',
  support: 'Whom to ask: the support contact of Branding',
} as const;

const onDevice = { deviceName: 'Name of the device', credentialName: 'Name of the derived credential' } as const;

const onDesktop = { desktopName: 'Name of the desktop', deviceName: onDevice.deviceName } as const;

export interface TextFacts {
  readonly title: string;
  readonly description: string;
  /** Beside the common ones. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** One of these must stay: without it the message misses its purpose. */
  readonly needed: readonly string[];
}

export const textFacts: Readonly<Record<TextKind, TextFacts>> = {
  'credential.bound': {
    title: 'A derived credential was bound',
    description: 'Sent for every new credential, so that its holder can say "This wasn\'t me" (SP 800-157r1 §2.2).',
    placeholders: onDevice,
    needed: ['portalUrl'],
  },
  'credential.ended': {
    title: 'A derived credential ended',
    description: 'Sent when a credential was revoked, expired or deleted.',
    placeholders: { ...onDevice, reason: 'Why it ended' },
    needed: [],
  },
  'credential.review': {
    title: 'Is this credential yours?',
    description: 'Sent when a card was revoked and a credential of the days before still works.',
    placeholders: onDevice,
    needed: ['portalUrl'],
  },
  'device.registered': {
    title: 'A device was registered',
    description: 'Sent for every device that is registered.',
    placeholders: { deviceName: onDevice.deviceName },
    needed: ['portalUrl'],
  },
  'pin.reset': {
    title: 'A PIN was reset',
    description: 'Sent when a derived credential PIN was reset with an unblock response.',
    placeholders: onDevice,
    needed: ['portalUrl'],
  },
  'desktop.paired': {
    title: 'A desktop was paired',
    description: 'Sent when a desktop was paired with a phone, so that it can use the phone as its smart card.',
    placeholders: onDesktop,
    needed: ['portalUrl'],
  },
  'desktop.unpaired': {
    title: 'A desktop was forgotten',
    description: 'Sent when a desktop was forgotten in a portal, by its holder or by an administrator.',
    placeholders: onDesktop,
    needed: ['portalUrl'],
  },
  'device.lost': {
    title: 'A device was reported lost',
    description: 'Sent when a device was reported lost.',
    placeholders: { deviceName: onDevice.deviceName },
    needed: [],
  },
  'escrow.recovered': {
    title: 'An encryption key was recovered',
    description: 'Sent when an old encryption key was taken out of escrow.',
    placeholders: { reason: 'The reason that was given' },
    needed: ['portalUrl'],
  },
  'access.added': {
    title: 'A way into the admin portal was added',
    description: 'Sent for every passkey and API token, and when a link of the console was used (SP 800-63B-4 §4.1.3).',
    placeholders: { way: 'What was added or used' },
    needed: ['portalUrl', 'way'],
  },
  'approval.asked': {
    title: 'Something waits for a second person',
    description: 'Sent to those who may decide approvals, when somebody asks for one.',
    placeholders: {
      act: 'What is asked for',
      askedBy: 'Who asks',
      approvalId: 'The end of the address of the approval',
    },
    needed: ['portalUrl', 'approvalId'],
  },
  'approval.decided': {
    title: 'A second person decided',
    description:
      'Sent to who asked for an approval, when it was decided, and when what was approved could not be done.',
    placeholders: {
      act: 'What was asked for',
      outcome: 'approved or refused',
      approvalId: 'The end of the address of the approval',
    },
    needed: ['outcome'],
  },
  'invitation.credential': {
    title: 'Invitation: PIN and derived credential',
    description: 'Sent to people whose settings offer "Request PIN and Derived Credential".',
    placeholders: { button: 'The words on the button', providerName: 'The provider', steps: 'What to do, numbered' },
    needed: ['portalUrl'],
  },
  'invitation.pin': {
    title: 'Invitation: registration PIN',
    description: 'Sent to people whose settings offer "Request a PIN".',
    placeholders: { button: 'The words on the button', providerName: 'The provider', steps: 'What to do, numbered' },
    needed: ['portalUrl'],
  },
  'invitation.other': {
    title: 'Invitation: without the portal',
    description: 'Sent to people whose settings do not let them into the self-service portal.',
    placeholders: {},
    needed: [],
  },
};

const PLACEHOLDER = /\$\{([^{}]{0,60})\}/g;

/** The placeholders of a text that mean nothing for its kind, and those that are needed and missing. */
export function placeholderFaults(kind: TextKind, { subject, body }: { subject: string; body: string }) {
  const { placeholders, needed } = textFacts[kind];
  const known = [...Object.keys(commonPlaceholders), ...Object.keys(placeholders)];
  const used = [...`${subject}\n${body}`.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  return {
    known,
    unknown: [...new Set(used.filter((name) => !known.includes(name)))],
    missing: needed.filter((name) => !used.includes(name)),
  };
}

/** Puts values in, once: what a value brings along is never read again. What has no value is empty. */
export const fillText = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(PLACEHOLDER, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''));

export const textInput = z.strictObject({
  subject: text(200).meta({
    title: 'Subject',
    description: 'One line. Placeholders such as ${deviceName} are filled in.',
  }),
  body: paragraphs(10_000)
    .min(1)
    .meta({ title: 'Text', description: 'Plain text. Never put a secret into a mail.', multiline: true }),
});
export type TextInput = z.infer<typeof textInput>;

export const textView = textInput.extend({
  kind: textKind,
  language,
  /** 0 for what is built in. */
  version: z.number().int().min(0),
  builtIn: z.boolean(),
  placeholders: z.array(z.strictObject({ name: z.string(), meaning: z.string(), needed: z.boolean() })),
  changedAt: instant.nullable(),
});
export type TextView = z.infer<typeof textView>;

/** GET /api/admin/notices/texts */
export const textList = z.strictObject({
  items: z.array(
    z.strictObject({
      kind: textKind,
      title: z.string(),
      description: z.string(),
      /** Languages with a text of your own; English is built in. */
      languages: z.array(z.string()),
    }),
  ),
});

export const mailPreview = z.strictObject({ to: z.string(), subject: z.string(), text: z.string() });
export type MailPreview = z.infer<typeof mailPreview>;

/** POST /api/admin/invitations: to one person, or to everybody in a user group. */
export const invitationInput = z.union([z.strictObject({ person: uuid }), z.strictObject({ group: uuid })]);
export type InvitationInput = z.infer<typeof invitationInput>;

export const invitationView = z.strictObject({
  id: uuid,
  /** Whom it is for, in words. */
  to: z.string(),
  state: z.enum(['running', 'done']),
  startedAt: instant,
  endedAt: instant.nullable(),
  /** Mails that were made: one a person. */
  invited: z.number().int(),
  /** Of these the mail server took so many. */
  delivered: z.number().int(),
  /** Suspended or ended people are not invited, nor is anybody a fourth time within a day. */
  skipped: z.number().int(),
});
export type InvitationView = z.infer<typeof invitationView>;
export const invitationQuery = z.object({
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const invitationPage = z.strictObject({ items: z.array(invitationView), next: z.string().nullable() });

export const invitationPreview = z.strictObject({
  people: z.number().int(),
  skipped: z.number().int(),
  /** One of each text that would be sent, with how many get it among the first two hundred. */
  mails: z.array(mailPreview.extend({ kind: textKind, people: z.number().int() })),
});
export type InvitationPreview = z.infer<typeof invitationPreview>;
