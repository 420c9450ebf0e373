// Numbers of PKCS #11 v2.40 (pkcs11t.h), as far as they are used here.

export const CKF = { osLockingOk: 0x2, rwSession: 0x2, serialSession: 0x4, tokenInitialized: 0x400 } as const;
export const CKU_USER = 1;

export const CKO = { publicKey: 2, privateKey: 3 } as const;

export const CKA = {
  class: 0x0,
  token: 0x1,
  private: 0x2,
  label: 0x3,
  keyType: 0x100,
  id: 0x102,
  sensitive: 0x103,
  sign: 0x108,
  verify: 0x10a,
  modulus: 0x120,
  modulusBits: 0x121,
  publicExponent: 0x122,
  extractable: 0x162,
  neverExtractable: 0x164,
  alwaysSensitive: 0x165,
  ecParams: 0x180,
  ecPoint: 0x181,
} as const;

export const CKM = { rsaKeyPairGen: 0x0, rsaPkcs: 0x1, ecKeyPairGen: 0x1040, ecdsa: 0x1041 } as const;

export const CKR = { ok: 0, userAlreadyLoggedIn: 0x100, alreadyInitialized: 0x191 } as const;

/** Names of the refusals that a person may have to act upon. */
const NAMES = new Map([
  [0x2, 'CKR_HOST_MEMORY'],
  [0x5, 'CKR_GENERAL_ERROR'],
  [0x6, 'CKR_FUNCTION_FAILED'],
  [0x11, 'CKR_ATTRIBUTE_SENSITIVE'],
  [0x12, 'CKR_ATTRIBUTE_TYPE_INVALID'],
  [0x30, 'CKR_DEVICE_ERROR'],
  [0x31, 'CKR_DEVICE_MEMORY'],
  [0x32, 'CKR_DEVICE_REMOVED'],
  [0x54, 'CKR_FUNCTION_NOT_SUPPORTED'],
  [0x60, 'CKR_KEY_HANDLE_INVALID'],
  [0x68, 'CKR_KEY_FUNCTION_NOT_PERMITTED'],
  [0x70, 'CKR_MECHANISM_INVALID'],
  [0x82, 'CKR_OBJECT_HANDLE_INVALID'],
  [0xa0, 'CKR_PIN_INCORRECT'],
  [0xa4, 'CKR_PIN_LOCKED'],
  [0xb3, 'CKR_SESSION_HANDLE_INVALID'],
  [0xe0, 'CKR_TOKEN_NOT_PRESENT'],
  [0xe1, 'CKR_TOKEN_NOT_RECOGNIZED'],
  [0x101, 'CKR_USER_NOT_LOGGED_IN'],
  [0x190, 'CKR_CRYPTOKI_NOT_INITIALIZED'],
]);

export const nameOfCkr = (rv: number): string => NAMES.get(rv) ?? `CKR 0x${rv.toString(16)}`;
