/** What certificates of a profile are for. */
export const profileTitles: Readonly<Record<string, string>> = {
  'derived-authentication': 'Authentication',
  signature: 'Signing',
  'key-management': 'Encryption',
  'piv-authentication': 'Card: authentication',
  'card-authentication': 'Card: without a PIN',
  'card-signature': 'Card: signing',
  'card-key-management': 'Card: encryption',
  'tls-server': 'Web server',
  root: 'Root',
  'issuing-ca': 'Authority',
  'ocsp-responder': 'OCSP responder',
  'content-signing': 'Card contents',
  recovery: 'Key recovery',
  registration: 'Enrolment (SCEP)',
};

export const profileTitle = (profile: string): string => profileTitles[profile] ?? profile;
