export { createIssuer } from './create-issuer.ts';
export { escrowSteps, issuanceSteps, type IssuanceStep } from './cycle/steps.ts';
export type { Issuer } from './issuer.ts';
export { createLinter } from './lint/create-linter.ts';
export type { Linted, Linter, LintProfile } from './lint/types.ts';
export type { Decryptor, IssuerConfig, IssuerPorts, Keys, TokenKeys } from './ports.ts';
export type { OcspResult } from './status/answer-ocsp.ts';
export type * from './types.ts';
