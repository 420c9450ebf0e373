/** Where a process may die while it issues, in order; each is a fault point. */
export const issuanceSteps = [
  'issuer.reserved',
  'issuer.built',
  'issuer.linted',
  'issuer.intent-stored',
  'issuer.signed',
  'issuer.compared',
  'issuer.stored',
  'issuer.audited',
] as const;

/** Further points of issuing with escrow, before the cycle begins. */
export const escrowSteps = ['issuer.key-made', 'issuer.key-escrowed'] as const;

export type IssuanceStep = (typeof issuanceSteps)[number] | (typeof escrowSteps)[number];
