import type { DesiredState, WalletSetting } from '@lanyard/contract';
import { activationState, type ActivationState } from './activation.ts';
import type { ActivationPorts } from './activation-parts.ts';
import { loadCardContents, type StoredContents } from './card/card-contents.ts';
import { loadDesired } from './check-in.ts';
import { isOutdated } from './configurations/apply.ts';
import { listCredentials, type CredentialDetails } from './credentials.ts';
import { loadLostKeys, type LostKeys } from './lost-keys.ts';
import { loadRegistration, type Registration } from './registration.ts';
import { hasShownPin, pinReset, type PinReset } from './unblock.ts';
import type { VaultStatus } from './vault.ts';

/** What the wallet knows without asking anybody. */
export interface WalletOverview {
  readonly registration: Registration | undefined;
  readonly desired: DesiredState | undefined;
  readonly vault: VaultStatus;
  readonly activation: ActivationState | null;
  readonly credentials: readonly CredentialDetails[];
  /** What the issuer signed of the card, the last time that it was asked. */
  readonly cardContents: StoredContents | undefined;
  /** What holds here: the organisation's setting and every device configuration, of each rule the strictest. */
  readonly policy: WalletSetting;
  /** The passcode was made under weaker rules than hold now: a new one is due. */
  readonly passcodeOutdated: boolean;
  /** Present after the last way into the vault was closed, until a new passcode is made. */
  readonly lostKeys: LostKeys | undefined;
  /** The challenge of a PIN that is being reset. */
  readonly pinReset: PinReset | undefined;
  /** The PIN is kept to be shown. */
  readonly pinShown: boolean;
}

export async function walletOverview(
  parts: ActivationPorts,
  policy: () => Promise<WalletSetting>,
): Promise<WalletOverview> {
  const { storage, clock, vault } = parts;
  const desired = await loadDesired(storage);
  return {
    registration: await loadRegistration(storage),
    desired,
    vault: await vault.status(),
    activation: await activationState(parts),
    credentials: await listCredentials(storage, clock),
    cardContents: await loadCardContents(storage),
    policy: await policy(),
    passcodeOutdated: await isOutdated(storage, desired),
    lostKeys: await loadLostKeys(storage),
    pinReset: await pinReset(storage, clock),
    pinShown: await hasShownPin(storage),
  };
}
