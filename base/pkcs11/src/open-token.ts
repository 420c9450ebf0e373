import type { Bytes, Signer } from '@lanyard/pki';
import { connect, type Connection } from './connection.ts';
import { type Cryptoki, loadCryptoki } from './cryptoki.ts';
import { kindOfSpki, type KeyKind } from './key-kinds.ts';
import { destroyKey, findKey, generateKey } from './keys.ts';
import { algorithmOf, signMessage } from './sign-message.ts';
import { within } from './within.ts';

export interface TokenSettings {
  /** Path of the PKCS #11 module, a shared library. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  /** Asked at every connection, so that it need not stay in memory. */
  readonly pin: () => Promise<string>;
}

/** Keys in a token. Where the token is away every call fails; once it is back the next call connects anew. */
export interface Token {
  /** @returns SubjectPublicKeyInfo of a new key pair that never leaves the token */
  generate(kind: KeyKind, label: string): Promise<Bytes>;
  /** @param spki of the key pair that `generate` made under the label */
  signer(label: string, spki: Bytes): Signer;
  /** Ends well when the key can be used at this moment. */
  ready(label: string, spki: Bytes): Promise<void>;
  destroy(label: string): Promise<void>;
  close(): Promise<void>;
}

interface Open {
  readonly connection: Connection;
  /** Handles by label, good for this connection. */
  readonly keys: Map<string, number>;
}

/** Milliseconds for one use: some tokens take long to make an RSA key. */
const LONGEST = 30_000;

/**
 * A token, connected at the first use. One for a module and process: a module is initialised once for all of it.
 * All methods throw Pkcs11Error.
 */
export function openToken(settings: TokenSettings): Token {
  let cryptoki: Cryptoki | undefined;
  let open: Promise<Open> | undefined;
  let closing: Promise<void> = Promise.resolve();

  async function opened(): Promise<Open> {
    // What was let go ends first: the module knows one start at a time.
    await within(closing, LONGEST);
    cryptoki ??= loadCryptoki(settings.module);
    return { connection: await connect(cryptoki, settings.token, await settings.pin()), keys: new Map() };
  }

  /** After any failure the connection is let go: which of its handles are still good nobody knows. */
  async function use<T>(work: (module: Cryptoki, session: number, at: Open) => Promise<T>): Promise<T> {
    const promise = (open ??= opened());
    try {
      const at = await within(promise, LONGEST);
      const answer = at.connection.withSession((session) => work(cryptoki as Cryptoki, session, at));
      return await within(answer, LONGEST);
    } catch (error) {
      if (open === promise) letGo();
      throw error;
    }
  }

  function letGo(): void {
    const gone = open;
    open = undefined;
    const shut = async (): Promise<void> => (await gone)?.connection.close();
    // One that never opened has nothing to close.
    closing = closing.then(shut).catch(() => {});
  }

  async function handleOf(module: Cryptoki, session: number, at: Open, label: string, spki: Bytes): Promise<number> {
    const handle = at.keys.get(label) ?? (await findKey(module, session, label, spki));
    at.keys.set(label, handle);
    return handle;
  }

  return {
    generate: (kind, label) => use((module, session) => generateKey(module, session, kind, label)),
    destroy: (label) => use((module, session) => destroyKey(module, session, label)),
    signer(label, spki) {
      const kind = kindOfSpki(spki);
      const sign = (message: Bytes): Promise<Bytes> =>
        use(async (module, session, at) =>
          signMessage(module, session, { handle: await handleOf(module, session, at, label, spki), kind }, message),
        );
      return { algorithm: algorithmOf(kind), spki, sign };
    },
    ready: (label, spki) => use(async (module, session) => void (await findKey(module, session, label, spki))),
    async close() {
      letGo();
      await within(closing, LONGEST);
    },
  };
}
