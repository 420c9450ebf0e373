/** What a person was told, after "Was told by e-mail that". */
const told: Readonly<Record<string, string>> = {
  'credential.bound': 'a derived credential was put on a device',
  'credential.ended': 'a derived credential ended',
  'credential.review': 'a derived credential should be looked at, since the card was revoked',
  'device.registered': 'a device was registered in their name',
  'pin.reset': 'a derived credential PIN was reset',
  'desktop.paired': 'a desktop computer was paired with their phone',
  'desktop.unpaired': 'a desktop computer was forgotten in a portal',
  'device.lost': 'a device was reported lost',
  'access.added': 'they got another way into the admin portal',
  'approval.asked': 'an act waits for their approval',
  'approval.decided': 'a second person decided what they had asked for',
  'escrow.recovered': 'an old encryption key of theirs was recovered',
  invitation: 'they are invited to set up a phone',
  'invitation.credential': 'they are invited to set up a phone',
  'invitation.pin': 'they are invited to register a phone',
  'invitation.other': 'their administrator will give them what they need',
};

export const noticeSentence = (kind: string): string =>
  `Was told by e-mail that ${told[kind] ?? kind.replace(/[._-]/g, ' ')}.`;
