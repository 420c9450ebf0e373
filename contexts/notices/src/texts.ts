import type { TextInput, TextKind } from '@lanyard/contract';

export const noticeKinds = [
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
  'invitation',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export type Facts = Readonly<Record<string, unknown>>;

/** What stands where a fact is not known. */
const otherwise: Readonly<Record<string, string>> = {
  deviceName: 'your device',
  desktopName: 'A desktop computer',
  credentialName: 'Derived credential',
  reason: 'no reason was given',
  way: 'A passkey or an API token was added',
};

const notMe = (what: string): string =>
  'If this wasn\'t you, open ${portalUrl}/activity, sign in with your card and choose "This wasn\'t me": ' +
  `${what} stops at once. Without your card, call your help desk.`;

const letter = (subject: string, ...paragraphs: readonly string[]): TextInput => ({
  subject,
  body: ['Dear ${displayName},', ...paragraphs, '${support}', '${organisation}'].join('\n\n'),
});

/** The built-in texts, in English. Facts are names and reasons, never secrets (SP 800-63B: none by e-mail). */
export const builtInTexts: Readonly<Record<TextKind, TextInput>> = {
  'credential.bound': letter(
    'A derived credential was put on "${deviceName}"',
    'The derived credential "${credentialName}" now works on ${deviceName}. It stands for your smart card there.',
    notMe('the credential'),
  ),
  'credential.ended': letter(
    'Your derived credential on "${deviceName}" has ended',
    '"${credentialName}" no longer works: ${reason}.',
    'Apps that used it lock at their next check-in. You can request a new one in the self-service portal.',
  ),
  'credential.review': letter(
    'Is the derived credential on "${deviceName}" yours?',
    'Your smart card was revoked. The derived credential "${credentialName}" was put on ${deviceName} in the seven days before, and still works.',
    notMe('the credential'),
  ),
  'device.registered': letter(
    '"${deviceName}" was registered in your name',
    '${deviceName} was registered with a PIN that you requested.',
    notMe('the device'),
  ),
  'pin.reset': letter(
    'The PIN of "${credentialName}" was reset',
    'On ${deviceName} a new derived credential PIN was set, with an unblock response from the self-service portal.',
    notMe('the credential'),
  ),
  'desktop.paired': letter(
    '"${desktopName}" was paired with "${deviceName}"',
    'The desktop computer ${desktopName} can use ${deviceName} as your smart card, whenever you connect the two on the phone and type your derived credential PIN.',
    'If this wasn\'t you, open ${portalUrl}/desktops, sign in with your card and choose "Forget": the desktop is cut off at once. Without your card, call your help desk.',
  ),
  'desktop.unpaired': letter(
    '"${desktopName}" was forgotten',
    'The desktop computer ${desktopName} can no longer use ${deviceName} as your smart card. This was asked for in a portal, not on the phone.',
    "If this wasn't you, open ${portalUrl}/sessions, sign in with your card and end what you do not know. To use the desktop again, pair it on the phone.",
  ),
  'device.lost': letter(
    '"${deviceName}" was reported lost',
    'Its derived credentials were revoked. If you find it again, register it with a new PIN.',
  ),
  'escrow.recovered': letter(
    'An old encryption key of yours was recovered',
    'Reason given: ${reason}.',
    notMe('recovery'),
  ),
  'access.added': letter(
    'A way into the admin portal in your name',
    '${way}.',
    "If this wasn't you, open ${portalUrl}/sessions, sign in with your card, end what you do not know, and call your help desk.",
  ),
  'approval.asked': letter(
    'Your approval is asked for: ${act}',
    '${askedBy} asks for something that needs a second person: ${act}.',
    'Look at what would be done, and approve or refuse it. It is asked of everybody who may decide; one answer is enough.',
    '${portalUrl}/admin/approvals/${approvalId}',
  ),
  'approval.decided': letter(
    'What you asked for was ${outcome}: ${act}',
    'A second person decided what you asked for ("${act}"): it was ${outcome}.',
    'Who decided, and why:',
    '${portalUrl}/admin/approvals/${approvalId}',
  ),
  'invitation.credential': letter(
    'Set up your phone with ${organisation}',
    'You are invited to put a derived credential on your phone: it lets the phone prove who you are, as your smart card does on a desktop.',
    'On a desktop computer with your smart card, open ${portalUrl} and choose "Sign in with Certificate", then "${button}".',
    '${steps}',
  ),
  'invitation.pin': letter(
    'Register your phone with ${organisation}',
    'You are invited to register your phone. The derived credentials for it come from ${providerName}.',
    'On a desktop computer with your smart card, open ${portalUrl} and choose "Sign in with Certificate", then "${button}".',
    '${steps}',
  ),
  'invitation.other': letter(
    '${organisation}: your registration',
    'Your administrator will give you what you need to register your phone. Nothing is to be done until then.',
  ),
};

/** The text that a notice is sent with. */
export function textKindOf(kind: NoticeKind, facts: Facts): TextKind {
  if (kind !== 'invitation') return kind;
  const { variant } = facts;
  if (variant === 'credential' || variant === 'pin' || variant === 'other') return `invitation.${variant}`;
  return variant === 'portal' ? 'invitation.credential' : 'invitation.other';
}

/** Facts as they stand in a text: names and numbers alone, on one line but for steps. */
export function valuesOf(facts: Facts): Record<string, string> {
  const given = Object.entries(facts).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
  );
  return {
    ...otherwise,
    button: 'Request PIN and Derived Credential',
    providerName: 'your organisation',
    ...Object.fromEntries(given),
  };
}
