import { vaultShare, vaultTries, type VaultWay } from '@lanyard/contract';
import { fromBase64, toBase64, type Bytes } from '@lanyard/pki';
import { once } from './acts.ts';
import type { DeviceApi } from './device-api.ts';
import { isServerError } from './errors.ts';
import type { RandomBytes, Storage } from './ports.ts';

/** The server's half of every way in: it gives its share only for the right verifier, and counts. */
export interface VaultServer {
  /** @throws ServerError `vault_secret_wrong` (with tries left), `vault_destroyed`, `vault_way_unknown` */
  open(way: VaultWay, verifier: Bytes): Promise<Bytes>;
  /** @param current the verifier in force, when the way exists already */
  set(way: VaultWay, verifier: Bytes, current?: Bytes): Promise<Bytes>;
}

/** How many tries the server has left for a way; 0 where there is none. */
export async function triesLeft(api: DeviceApi, way: VaultWay): Promise<number> {
  try {
    return (await api.call({ method: 'GET', path: `/device/vault/${way}`, answer: vaultTries })).tries;
  } catch (error) {
    if (isServerError(error, 'vault_way_unknown')) return 0;
    throw error;
  }
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
