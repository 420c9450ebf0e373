import koffi from 'koffi';
import { CKF, CKR, nameOfCkr } from './constants.ts';
import { Pkcs11Error } from './pkcs11-error.ts';

/** CK_ULONG of 64-bit Unix, where structures are laid out as the compiler does (PKCS #11 v2.40 §2.1). */
export const ULONG = 8;

const U = 'unsigned long';
const P = 'void *';

/** Place in CK_FUNCTION_LIST (pkcs11f.h) and parameters of each function in use. */
const FUNCTIONS = {
  C_Initialize: [0, [P]],
  C_Finalize: [1, [P]],
  C_GetSlotList: [4, ['uint8_t', P, P]],
  C_GetTokenInfo: [6, [U, P]],
  C_OpenSession: [12, [U, U, P, P, P]],
  C_CloseSession: [13, [U]],
  C_Login: [18, [U, U, P, U]],
  C_DestroyObject: [22, [U, U]],
  C_GetAttributeValue: [24, [U, U, P, U]],
  C_FindObjectsInit: [26, [U, P, U]],
  C_FindObjects: [27, [U, P, U, P]],
  C_FindObjectsFinal: [28, [U]],
  C_SignInit: [42, [U, P, U]],
  C_Sign: [43, [U, P, U, P, P]],
  C_GenerateKeyPair: [59, [U, P, P, U, P, U, P, P]],
} as const satisfies Record<string, readonly [index: number, parameters: readonly string[]]>;

export type CryptokiFunction = keyof typeof FUNCTIONS;
/** Numbers, octets whose address is handed over, or no address. */
export type Argument = number | bigint | Uint8Array | null;

/** A PKCS #11 module loaded into this process. Calls run on threads of their own: a token may take its time. */
export interface Cryptoki {
  /** @throws Pkcs11Error `call_failed` naming function and refusal */
  call(name: CryptokiFunction, ...args: readonly Argument[]): Promise<void>;
  /** The same for who knows what to do about a refusal. @returns CK_RV */
  attempt(name: CryptokiFunction, ...args: readonly Argument[]): Promise<number>;
}

/**
 * Loads a module; it is initialised by {@link initialize}.
 * @param path of the shared library
 * @throws Pkcs11Error `module_unusable`
 */
export function loadCryptoki(path: string): Cryptoki {
  const functions = readFunctionList(path);
  const attempt = (name: CryptokiFunction, ...args: readonly Argument[]): Promise<number> => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    // The closure holds the arguments until the thread is done, so that their octets stay where they are.
    functions[name].async(...args, (error: Error | null, rv: number) => {
      if (error) reject(new Pkcs11Error('call_failed', `${name}: ${error.message}`, { cause: error }));
      else resolve(args.length >= 0 ? rv : 0);
    });
    return promise;
  };
  const call = async (name: CryptokiFunction, ...args: readonly Argument[]): Promise<void> => {
    const rv = await attempt(name, ...args);
    if (rv !== CKR.ok) throw new Pkcs11Error('call_failed', `${name}: ${nameOfCkr(rv)}`);
  };
  return { call, attempt };
}

const loaded: unknown[] = [];

type Callable = { async(...args: unknown[]): void };

function readFunctionList(path: string): Record<CryptokiFunction, Callable> {
  try {
    const library = koffi.load(path);
    // Held for good: a library without a reference is unloaded under the feet of its callers.
    loaded.push(library);
    const getList = library.func('C_GetFunctionList', U, [koffi.out(koffi.pointer(P))]);
    const list: [unknown] = [null];
    const rv = Number(getList(list));
    if (rv !== CKR.ok || list[0] === null) throw new Error(`C_GetFunctionList: ${nameOfCkr(rv)}`);
    const entries = Object.entries(FUNCTIONS).map(([name, [index, parameters]]) => {
      // CK_VERSION, padded to a pointer, stands in front of the functions.
      const pointer: unknown = koffi.decode(list[0], ULONG * (index + 1), P);
      return [name, koffi.decode(pointer, koffi.proto(U, [...parameters])) as Callable] as const;
    });
    return Object.fromEntries(entries) as Record<CryptokiFunction, Callable>;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Pkcs11Error('module_unusable', `the PKCS #11 module ${path} cannot be used: ${why}`, { cause });
  }
}

/** The module locks for itself: calls come from several threads (CKF_OS_LOCKING_OK). */
export async function initialize(cryptoki: Cryptoki): Promise<void> {
  const args = Buffer.alloc(6 * ULONG);
  args.writeBigUInt64LE(BigInt(CKF.osLockingOk), 4 * ULONG);
  const rv = await cryptoki.attempt('C_Initialize', args);
  if (rv !== CKR.ok && rv !== CKR.alreadyInitialized)
    throw new Pkcs11Error('module_unusable', `C_Initialize: ${nameOfCkr(rv)}`);
}

/** A place for one CK_ULONG that a function fills. */
export const ulongPlace = (value = 0): Buffer => {
  const place = Buffer.alloc(ULONG);
  place.writeBigUInt64LE(BigInt(value));
  return place;
};
export const readUlong = (place: Buffer, index = 0): number => Number(place.readBigUInt64LE(index * ULONG));
