export { Pkcs11Error, type Pkcs11ErrorCode } from './pkcs11-error.ts';
export { openToken, type Token, type TokenSettings } from './open-token.ts';
export type { KeyKind } from './key-kinds.ts';
