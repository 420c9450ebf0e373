import { vaultShare, type VaultWay } from '@lanyard/contract';
import { fromBase64, toBase64, type Bytes } from '@lanyard/pki';
import { once } from './acts.ts';
import type { DeviceApi } from './device-api.ts';
import type { RandomBytes, Storage } from './ports.ts';

/** The server's half of every way in: it gives its share only for the right verifier, and counts. */
export interface VaultServer {
  /** @throws ServerError `vault_secret_wrong` (with tries left), `vault_destroyed`, `vault_way_unknown` */
  open(way: VaultWay, verifier: Bytes): Promise<Bytes>;
  /** @param current the verifier in force, when the way exists already */
  set(way: VaultWay, verifier: Bytes, current?: Bytes): Promise<Bytes>;
}

export function createVaultServer(ports: { api: DeviceApi; storage: Storage; random: RandomBytes }): VaultServer {
  return {
    open: async (way, verifier) => {
      const body = { verifier: toBase64(verifier) };
      const { share } = await ports.api.call({
        method: 'POST',
        path: `/device/vault/${way}/open`,
        body,
        answer: vaultShare,
      });
      return fromBase64(share);
    },
    set: async (way, verifier, current) => {
      const body = { verifier: toBase64(verifier), ...(current === undefined ? {} : { current: toBase64(current) }) };
      const { share } = await once(ports, `vault:${way}`, (idempotencyKey) =>
        ports.api.call({ method: 'PUT', path: `/device/vault/${way}`, body, answer: vaultShare, idempotencyKey }),
      );
      return fromBase64(share);
    },
  };
}
