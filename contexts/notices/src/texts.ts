export const noticeKinds = [
  'credential.bound',
  'credential.ended',
  'credential.review',
  'device.registered',
  'device.lost',
  'escrow.recovered',
  'invitation',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export interface NoticeText {
  readonly subject: string;
  readonly lines: readonly string[];
}

export interface NoticeContext {
  readonly organisation: string;
  readonly portalUrl: string;
  readonly displayName: string;
}

type Facts = Readonly<Record<string, unknown>>;

const say = (facts: Facts, name: string, otherwise: string): string => {
  const value = facts[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
};

const notMe = (context: NoticeContext, what: string) =>
  `If this wasn't you, open ${context.portalUrl}/activity, sign in with your card and choose "This wasn't me": ${what} stops at once. Without your card, call your help desk.`;

const texts: Record<NoticeKind, (facts: Facts, context: NoticeContext) => NoticeText> = {
  'credential.bound': (facts, context) => ({
    subject: `A derived credential was put on "${say(facts, 'deviceName', 'your device')}"`,
    lines: [
      `The derived credential "${say(facts, 'credentialName', 'yours')}" now works on ${say(facts, 'deviceName', 'your device')}. It stands for your smart card there.`,
      notMe(context, 'the credential'),
    ],
  }),
  'credential.ended': (facts) => ({
    subject: `Your derived credential on "${say(facts, 'deviceName', 'your device')}" has ended`,
    lines: [
      `"${say(facts, 'credentialName', 'It')}" no longer works: ${say(facts, 'reason', 'it was ended')}.`,
      'Apps that used it lock at their next check-in. You can request a new one in the self-service portal.',
    ],
  }),
  'credential.review': (facts, context) => ({
    subject: `Is the derived credential on "${say(facts, 'deviceName', 'your device')}" yours?`,
    lines: [
      `Your smart card was revoked. The derived credential "${say(facts, 'credentialName', 'yours')}" was put on ${say(facts, 'deviceName', 'your device')} in the seven days before, and still works.`,
      notMe(context, 'the credential'),
    ],
  }),
  'device.registered': (facts, context) => ({
    subject: `"${say(facts, 'deviceName', 'A device')}" was registered in your name`,
    lines: [
      `${say(facts, 'deviceName', 'A device')} was registered with a PIN that you requested.`,
      notMe(context, 'the device'),
    ],
  }),
  'device.lost': (facts) => ({
    subject: `"${say(facts, 'deviceName', 'Your device')}" was reported lost`,
    lines: ['Its derived credentials were revoked. If you find it again, register it with a new PIN.'],
  }),
  'escrow.recovered': (facts, context) => ({
    subject: 'An old encryption key of yours was recovered',
    lines: [`Reason given: ${say(facts, 'reason', 'none')}.`, notMe(context, 'recovery')],
  }),
  invitation: (facts, context) =>
    facts['variant'] === 'portal'
      ? {
          subject: `Set up your phone with ${context.organisation}`,
          lines: [
            'You are invited to put a derived credential on your phone: it lets the phone prove who you are, as your smart card does on a desktop.',
            `On a desktop computer with your smart card, open ${context.portalUrl} and choose "Sign in with Certificate".`,
          ],
        }
      : {
          subject: `${context.organisation}: your registration`,
          lines: [
            'Your administrator will give you what you need to register your phone. Nothing is to be done until then.',
          ],
        },
};

/** The words of a notice. Facts are names and reasons, never secrets (SP 800-63B: none by e-mail). */
export function noticeText(kind: NoticeKind, facts: Facts, context: NoticeContext): NoticeText {
  return texts[kind](facts, context);
}

/** Plain text as it is mailed. */
export const mailBody = (text: NoticeText, context: NoticeContext): string =>
  [`Dear ${context.displayName},`, ...text.lines, context.organisation].join('\n\n');
