import { unblockResponse, unblockStarted, vaultShare } from '@lanyard/contract';
import { fromBase64, toBase64, utf8Decode, utf8Encode } from '@lanyard/pki';
import { once } from './acts.ts';
import { walletPolicy } from './check-in.ts';
import type { DeviceApi } from './device-api.ts';
import { isServerError, WalletError } from './errors.ts';
import { normaliseSecret } from './one-time-secret.ts';
import type { Clock, RandomBytes, Storage } from './ports.ts';
import type { Sealed } from './sealing.ts';
import type { Vault } from './vault.ts';

interface PinPorts {
  readonly api: DeviceApi;
  readonly storage: Storage;
  readonly random: RandomBytes;
  readonly vault: Vault;
}

/** "Reset PIN": the challenge that the self-service portal answers. */
export interface PinReset {
  /** 12 characters. */
  readonly challenge: string;
  readonly credentialName: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const AT = { reset: 'pin reset', shown: 'pin shown' } as const;
/** What is kept of the PIN beside the vault. */
export const PIN_RECORDS: readonly string[] = Object.values(AT);
const SHOWN_LABEL = 'lanyard derived credential PIN';

/** The challenge under way, also after the wallet was closed. */
export async function pinReset(storage: Storage, clock: Clock): Promise<PinReset | undefined> {
  const kept = await storage.get<PinReset>(AT.reset);
  return kept === undefined || kept.expiresAt <= clock() ? undefined : kept;
}

/**
 * Asks for a challenge. The vault must be open: whoever holds the phone alone cannot begin.
 * @throws WalletError `vault_locked`; ServerError `credential_not_active`, `unblock_limited`
 */
export async function startPinReset({ api, storage, vault }: PinPorts): Promise<PinReset> {
  if (!(await vault.status()).open) throw new WalletError('vault_locked');
  const started = await api.call({ method: 'POST', path: '/device/unblock', body: {}, answer: unblockStarted });
  const { challenge, credentialName, expiresAt } = started;
  const reset = { challenge, credentialName, expiresAt: Date.parse(expiresAt) };
  await storage.put(AT.reset, reset);
  return reset;
}

/**
 * Sets a new PIN with the portal's response: 1. its form 2. the server takes it, with the new verifier 3. the vault key
 * is wrapped anew 4. the challenge is over.
 * @param response case and spaces do not matter
 * @throws WalletError `unblock_response_form`, `vault_locked`; ServerError `unblock_response_wrong` with the tries left,
 * `unblock_ended`, `unblock_expired`
 */
export async function resetPin(ports: PinPorts, response: string, pin: string): Promise<void> {
  const typed = unblockResponse.safeParse(normaliseSecret(response));
  if (!typed.success) throw new WalletError('unblock_response_form');
  try {
    await ports.vault.reset('pin', pin, async (verifier) => {
      const body = { response: typed.data, verifier: toBase64(verifier) };
      const call = { method: 'PUT', path: '/device/unblock', body, answer: vaultShare } as const;
      const { share } = await once(ports, 'unblock', (idempotencyKey) => ports.api.call({ ...call, idempotencyKey }));
      return fromBase64(share);
    });
  } catch (error) {
    if (isServerError(error, 'unblock_ended', 'unblock_expired')) await ports.storage.delete(AT.reset);
    throw error;
  }
  await ports.storage.delete(AT.reset);
}

/** Where policy lets its holder see the PIN ("ShowPIN"), it is kept, sealed under the vault key; elsewhere it is not. */
export async function keepPin({ storage, vault }: PinPorts, pin: string): Promise<void> {
  if ((await walletPolicy(storage)).showPin)
    await storage.put(AT.shown, await vault.seal(SHOWN_LABEL, utf8Encode(pin)));
  else await storage.delete(AT.shown);
}

/** Forgets what was kept while policy allowed it. */
export async function forgetShownPin(storage: Storage): Promise<void> {
  if (!(await walletPolicy(storage)).showPin) await storage.delete(AT.shown);
}

/** @throws WalletError `pin_not_shown`, `vault_locked` */
export async function showPin({ storage, vault }: PinPorts): Promise<string> {
  const sealed = await storage.get<Sealed>(AT.shown);
  const { showPin: allowed } = await walletPolicy(storage);
  if (sealed === undefined || !allowed) throw new WalletError('pin_not_shown');
  const pin = utf8Decode(await vault.unseal(SHOWN_LABEL, sealed));
  if (pin === undefined) throw new WalletError('vault_damaged');
  return pin;
}

export const hasShownPin = async (storage: Storage): Promise<boolean> =>
  (await storage.get(AT.shown)) !== undefined && (await walletPolicy(storage)).showPin;
