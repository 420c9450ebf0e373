import type { Bytes } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import type { OneAtATime } from '../one-at-a-time.ts';
import type { Clock, Storage } from '../ports.ts';
import type { Vault } from '../vault.ts';
import { isPairingCode, openPairingCode } from './card-channel.ts';
import { loadCardChannel } from './card-contents.ts';
import type { KeyOperations } from './key-operations.ts';

/** What the wallet does for PIV secure messaging with its card. */
export interface WalletChannel {
  /** The card's pairing code, for whoever reads the card over the air. @throws WalletError `vault_locked`, `no_pairing_code` */
  pairingCode(): Promise<string>;
  isPairingCode(code: string): Promise<boolean>;
  /** ECDH with the card's key of PIV secure messaging; undefined for a point that is not on its curve. */
  agreeOnChannel(point: Bytes): Promise<Bytes | undefined>;
}

interface Ports {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly operations: KeyOperations;
}

/** @param queue of all acts that change what the wallet keeps: wrong codes are counted */
export function walletChannel({ storage, clock, vault, operations }: Ports, queue: OneAtATime): WalletChannel {
  return {
    pairingCode: async () => {
      const { secrets } = (await loadCardChannel(storage)) ?? {};
      if (secrets?.code === undefined) throw new WalletError('no_pairing_code');
      return openPairingCode(vault, secrets);
    },
    isPairingCode: (code) =>
      queue(async () => {
        const { secrets } = (await loadCardChannel(storage)) ?? {};
        return secrets !== undefined && isPairingCode({ storage, clock }, secrets, code);
      }),
    agreeOnChannel: async (point) => {
      const own = await loadCardChannel(storage);
      if (own === undefined) return undefined;
      return operations.agree({ keyType: own.channel.keyType, pkcs8: own.secrets.pkcs8 }, point);
    },
  };
}
