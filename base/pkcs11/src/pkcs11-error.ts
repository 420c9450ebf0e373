export type Pkcs11ErrorCode =
  | 'module_unusable'
  | 'token_missing'
  | 'pin_refused'
  | 'key_missing'
  | 'key_unfit'
  | 'call_failed';

/** What a token or its module refuses. */
export class Pkcs11Error extends Error {
  override readonly name = 'Pkcs11Error';
  readonly code: Pkcs11ErrorCode;

  constructor(code: Pkcs11ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
