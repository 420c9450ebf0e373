export type { Issuer } from './issuer.ts';
export type { Decryptor, IssuerConfig, IssuerPorts, Keys } from './ports.ts';
export type * from './types.ts';
