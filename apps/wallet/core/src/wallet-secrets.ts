import type { VaultWay, WalletSetting } from '@lanyard/contract';
import { activationState, resumeActivation, type ActivationState } from './activation.ts';
import type { ActivationPorts } from './activation-parts.ts';
import type { OnProgress } from './activation-steps.ts';
import { keepPasscodeRules } from './configurations/apply.ts';
import { WalletError } from './errors.ts';
import { forgetLostKeys } from './lost-keys.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { checkPasscode } from './passcode-rules.ts';
import { checkPin } from './pin-rules.ts';
import { keepPin, resetPin, showPin, startPinReset, type PinReset } from './unblock.ts';
import { unlock } from './unlock.ts';
import { triesLeft } from './vault-server.ts';

/** A secret chosen by its holder and typed twice. */
export interface Chosen {
  readonly secret: string;
  readonly repeated: string;
}

export const silent: OnProgress = () => undefined;

/** The passcode and the derived credential PIN: the ways into the vault. */
export interface WalletSecrets {
  createPasscode(chosen: Chosen): Promise<void>;
  changePasscode(present: string, chosen: Chosen): Promise<void>;
  changePin(present: string, chosen: Chosen): Promise<void>;
  /** The derived credential PIN of the activation under way; goes on to its end. */
  setPin(chosen: Chosen, onProgress?: OnProgress): Promise<ActivationState>;
  /** "Reset PIN": asks for the challenge that the self-service portal answers. The vault must be open. */
  startPinReset(): Promise<PinReset>;
  /** @param response the portal's; case and spaces do not matter */
  resetPin(response: string, chosen: Chosen): Promise<void>;
  /** "ShowPIN". @throws WalletError `pin_not_shown` where policy does not have it kept */
  showPin(): Promise<string>;
  unlock(way: VaultWay, secret: string): Promise<void>;
  lock(): void;
  /** Tries that the server has left for a way in, 0 when it was closed for good. Asking costs none. */
  triesLeft(way: VaultWay): Promise<number>;
}

/** @param queue of all acts that change what the wallet keeps */
export function walletSecrets(
  parts: ActivationPorts & { readonly policy: () => Promise<WalletSetting> },
  queue: OneAtATime,
): WalletSecrets {
  const { api, storage, vault, policy } = parts;
  return {
    createPasscode: ({ secret, repeated }) =>
      queue(async () => {
        const { passcode: rules } = await policy();
        checkPasscode(secret, repeated, rules);
        await vault.setUp('passcode', secret);
        await keepPasscodeRules(storage, rules);
        await forgetLostKeys(storage);
      }),
    changePasscode: (present, { secret, repeated }) =>
      queue(async () => {
        const { passcode: rules } = await policy();
        checkPasscode(secret, repeated, rules);
        await vault.change('passcode', present, secret);
        await keepPasscodeRules(storage, rules);
      }),
    changePin: (present, { secret, repeated }) =>
      queue(async () => {
        checkPin(secret, repeated, (await policy()).pin);
        await vault.change('pin', present, secret);
        await keepPin(parts, secret);
      }),
    setPin: ({ secret, repeated }, onProgress = silent) =>
      queue(async () => {
        if ((await activationState(parts))?.step !== 'pin') throw new WalletError('no_activation');
        checkPin(secret, repeated, (await policy()).pin);
        await vault.setUp('pin', secret);
        await keepPin(parts, secret);
        return resumeActivation(parts, onProgress);
      }),
    startPinReset: () => queue(() => startPinReset(parts)),
    resetPin: (response, { secret, repeated }) =>
      queue(async () => {
        checkPin(secret, repeated, (await policy()).pin);
        await resetPin(parts, response, secret);
        await keepPin(parts, secret);
      }),
    showPin: () => showPin(parts),
    unlock: (way, secret) =>
      queue(async () => {
        await unlock(parts, way, secret);
        if (way === 'pin') await keepPin(parts, secret);
      }),
    lock: vault.lock,
    triesLeft: (way) => triesLeft(api, way),
  };
}
