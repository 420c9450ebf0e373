import type { WalletSetting } from '@lanyard/contract';
import { WalletError } from './errors.ts';
import { isGuessable } from './numeric-patterns.ts';

const COMMON_WORDS = /^(password|passcode|letmein|welcome|qwert[yz]|iloveyou|admin|changeme|abc)\d*!?$/i;
const OFFLINE_MIN_ALPHANUMERICS = 12;

/**
 * Accepts a secure apps passcode, or says why not. It may be the same as the derived credential PIN.
 * @throws WalletError `passcode_not_numeric`, `passcode_too_short`, `passcode_too_simple`, `passcode_guessable`,
 * `passcode_mismatch`
 */
export function checkPasscode(passcode: string, repeated: string, policy: WalletSetting['passcode']): void {
  const characters = Array.from(passcode);
  if (policy.type === 'numeric' && !/^[0-9]*$/.test(passcode)) throw new WalletError('passcode_not_numeric');
  if (characters.length < policy.minLength)
    throw new WalletError('passcode_too_short', { minLength: policy.minLength });
  if (policy.type === 'alphanumeric' && complexCharacters(characters) < policy.minComplex) {
    throw new WalletError('passcode_too_simple', { minComplex: policy.minComplex });
  }
  const digitsOnly = /^[0-9]+$/.test(passcode);
  if (new Set(characters).size === 1 || (digitsOnly && isGuessable(passcode)) || COMMON_WORDS.test(passcode)) {
    throw new WalletError('passcode_guessable');
  }
  if (passcode !== repeated) throw new WalletError('passcode_mismatch');
}

const complexCharacters = (characters: readonly string[]): number =>
  characters.filter((character) => !/[\p{L}\p{N}]/u.test(character)).length;

/** Long enough to stand without the server's count of wrong tries. */
export function mayOpenOffline(passcode: string): boolean {
  const alphanumerics = Array.from(passcode).filter((character) => /[\p{L}\p{N}]/u.test(character));
  return (
    alphanumerics.length >= OFFLINE_MIN_ALPHANUMERICS && /\p{L}/u.test(passcode) && !/^(.{1,3})\1+$/u.test(passcode)
  );
}
