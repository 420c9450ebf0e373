/** Steps of an activation after which a process may die, in their order: a test kills it at each. */
export const CREDENTIAL_STEPS = [
  'credentials.password-accepted',
  'credentials.activation-stored',
  'credentials.key-reserved',
  'credentials.certificate-issued',
  'credentials.certificate-stored',
  'credentials.encryption-issued',
  'credentials.encryption-sealed',
  'credentials.encryption-stored',
  'credentials.confirm-compared',
  'credentials.confirmed',
] as const;

export type CredentialStep = (typeof CREDENTIAL_STEPS)[number];
