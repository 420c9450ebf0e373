import type { WalletSetting } from '@lanyard/contract';
import { WalletError } from './errors.ts';
import { isGuessable } from './numeric-patterns.ts';

export const PIN_MIN_DIGITS = 4;
export const PIN_MAX_DIGITS = 8;

/**
 * Accepts a derived credential PIN, or says why not.
 * @param policy the organisation's minimum, 4 to 8 digits
 * @throws WalletError `pin_not_digits`, `pin_length`, `pin_too_short`, `pin_guessable`, `pin_mismatch`
 */
export function checkPin(pin: string, repeated: string, policy: WalletSetting['pin']): void {
  if (!/^[0-9]*$/.test(pin)) throw new WalletError('pin_not_digits');
  if (pin.length < PIN_MIN_DIGITS || pin.length > PIN_MAX_DIGITS) throw new WalletError('pin_length');
  if (pin.length < policy.minLength) throw new WalletError('pin_too_short', { minLength: policy.minLength });
  if (isGuessable(pin)) throw new WalletError('pin_guessable');
  if (pin !== repeated) throw new WalletError('pin_mismatch');
}
