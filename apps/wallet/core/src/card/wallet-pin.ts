import type { DesiredState, VaultWay } from '@lanyard/contract';
import type { PinChange, PinOutcome, PinStore } from '@lanyard/piv';
import { type Bytes, toHex } from '@lanyard/pki';
import type { CredentialDetails } from '../credentials.ts';
import { isServerError, isWalletError } from '../errors.ts';
import type { OpenKey } from '../use-key.ts';
import type { VaultStatus } from '../vault.ts';
import type { StoredContents } from './card-contents.ts';

/** What a card needs of a wallet. */
export interface CardWallet {
  overview(): Promise<{
    readonly credentials: readonly CredentialDetails[];
    readonly vault: VaultStatus;
    readonly desired: DesiredState | undefined;
    readonly cardContents?: StoredContents | undefined;
  }>;
  useKey<T>(certificate: string, use: (key: OpenKey) => Promise<T>): Promise<T>;
  unlock(way: VaultWay, secret: string): Promise<void>;
  changePin(present: string, chosen: { readonly secret: string; readonly repeated: string }): Promise<void>;
  resetPin(response: string, chosen: { readonly secret: string; readonly repeated: string }): Promise<void>;
  lock(): void;
  triesLeft(way: VaultWay): Promise<number>;
  /** ECDH with the key of PIV secure messaging, which asks for no PIN. */
  agreeOnChannel(point: Bytes): Promise<Bytes | undefined>;
  isPairingCode(code: string): Promise<boolean>;
  /** @throws WalletError `vault_locked`, `no_pairing_code` */
  pairingCode(): Promise<string>;
}

const RULES = ['pin_not_digits', 'pin_length', 'pin_too_short', 'pin_guessable', 'pin_mismatch'] as const;
/** What the server allows at most where nothing else was learnt. */
const DEFAULT_TRIES = 10;

/**
 * The card's PIN is the derived credential PIN: it opens the vault, with the server's share. The tries are counted there;
 * here is only what was heard of them since the last reset.
 */
export function walletPin(wallet: CardWallet): PinStore {
  let opened = false;
  let heard: number | undefined;
  const asked = async (): Promise<number | undefined> => {
    try {
      return await wallet.triesLeft('pin');
    } catch (error) {
      // Out of reach nothing is known, and a try would fail without being counted.
      if (isWalletError(error, 'offline')) return undefined;
      throw error;
    }
  };
  const attempt = async (work: () => Promise<void>): Promise<PinChange> => {
    try {
      await work();
      heard = undefined;
      return { kind: 'right' };
    } catch (error) {
      if (isServerError(error, 'vault_secret_wrong')) {
        heard = error.triesLeft ?? heard;
        return { kind: 'wrong', triesLeft: heard ?? 1 };
      }
      // The server closed this way for good, or it was closed before: only the passcode is left.
      if (isServerError(error, 'vault_destroyed', 'vault_way_unknown') || isWalletError(error, 'vault_not_set_up'))
        return { kind: 'blocked' };
      if (isWalletError(error, ...RULES)) return { kind: 'refused' };
      throw error;
    }
  };
  return {
    triesLeft: async () => {
      const { vault, desired } = await wallet.overview();
      if (!vault.ways.includes('pin')) return 0;
      heard ??= await asked();
      return heard ?? desired?.wallet.vaultTries ?? DEFAULT_TRIES;
    },
    verify: async (pin) => {
      const wasOpen = (await wallet.overview()).vault.open;
      const outcome = withoutRules(await attempt(() => wallet.unlock('pin', pin)));
      opened ||= outcome.kind === 'right' && !wasOpen;
      return outcome;
    },
    change: (present, next) => attempt(() => wallet.changePin(present, { secret: next, repeated: next })),
    // The portal gives the response to whoever signs in with the card; the challenge is the wallet's.
    unblock: async (code, next) => {
      try {
        await wallet.resetPin(toHex(code), { secret: next, repeated: next });
        heard = undefined;
        return { kind: 'right' };
      } catch (error) {
        return unblockOutcome(error);
      }
    },
    // A vault that its holder had opened with the passcode stays open to them: the card has forgotten the PIN anyhow.
    forget: () => {
      if (opened) wallet.lock();
      opened = false;
      heard = undefined;
    },
  };
}

/** @throws what is no outcome of a comparison */
function unblockOutcome(error: unknown): PinChange {
  if (isServerError(error, 'unblock_response_wrong')) return { kind: 'wrong', triesLeft: error.triesLeft ?? 1 };
  if (isServerError(error, 'unblock_ended', 'unblock_expired', 'credential_not_active')) return { kind: 'blocked' };
  if (isWalletError(error, ...RULES)) return { kind: 'refused' };
  // Without the passcode the vault key cannot be wrapped for a new PIN.
  if (isWalletError(error, 'vault_locked')) return { kind: 'locked' };
  throw error;
}

/** No rule is asked about a PIN that is in force. */
const withoutRules = (outcome: PinChange): PinOutcome =>
  outcome.kind === 'refused' || outcome.kind === 'locked' ? { kind: 'blocked' } : outcome;
