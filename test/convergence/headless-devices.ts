import { randomBytes, randomUUID } from 'node:crypto';
import { desiredState, type DesiredState, type Platform } from '@lanyard/contract';
import { executeSql, type Db } from '@lanyard/kernel';
import { createWallet, fetchHttp, memoryStorage, webKeyStore, type Storage, type Wallet } from '@lanyard/wallet/core';
import { thumbprintOf } from '../../contexts/fleet/src/device-key.ts';
import { createDeviceApi, type DeviceApi } from '../../apps/wallet/core/src/device-api.ts';
import type { Site } from './site.ts';

/** A wallet without a face, with the core of the real one: it proves its key on every call. */
export interface HeadlessDevice {
  readonly id: string;
  readonly personId: string;
  readonly wallet: Wallet;
  readonly storage: Storage;
  /** What a device with the same row gets that never checked in before. */
  fresh(): Promise<DesiredState>;
}

const random = (n: number) => new Uint8Array(randomBytes(n));

/** Their rows are written as registration leaves them: what registration itself costs is measured elsewhere. */
export async function headlessDevices(site: Site, people: readonly string[], count: number): Promise<HeadlessDevice[]> {
  const devices: HeadlessDevice[] = [];
  for (let n = 0; n < count; n++) {
    const personId = people[n % people.length] ?? '';
    devices.push(await headlessDevice(site, personId, n % 3 === 0 ? 'android' : 'ios', `${15 + (n % 5)}.0`));
  }
  for (const personId of people) await site.fleet.personChanged(personId);
  return devices;
}

async function headlessDevice(
  { db, origin }: Site,
  personId: string,
  platform: Platform,
  osVersion: string,
): Promise<HeadlessDevice> {
  const id = randomUUID();
  const storage = memoryStorage();
  const keys = webKeyStore(storage);
  const facts = { name: `Device ${id.slice(0, 4)}`, platform, osVersion, model: 'Headless', walletVersion: '0.1.0' };
  const { signing } = await keys.publicKeys();
  await insert(db, { id, personId, ...facts, thumbprint: thumbprintOf(signing) });
  await storage.put('registration', { deviceId: id, person: { userName: '', displayName: '' }, platform });
  const ports = { storage, keys, http: fetchHttp(), clock: Date.now, random };
  const wallet = await createWallet(ports, { serverUrl: origin, facts, iterations: 1 });
  const api: DeviceApi = createDeviceApi({ ...ports, serverUrl: origin });
  api.useDevice(id);
  const fresh = () => api.call({ method: 'GET', path: '/device/check-in', answer: desiredState });
  return { id, personId, wallet, storage, fresh };
}

interface Row {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly platform: Platform;
  readonly osVersion: string;
  readonly model: string;
  readonly walletVersion: string;
  readonly thumbprint: string;
}

async function insert(db: Db, row: Row): Promise<void> {
  await executeSql(
    db.pool,
    `insert into fleet.device (id, person_id, state, name, platform, os_version, model, wallet_version, installation_id,
       thumbprint, agreement_key, registered_at)
     values ($1, $2, 'active', $3, $4, $5, $6, $7, $1, $8, '{}', now())`,
    [row.id, row.personId, row.name, row.platform, row.osVersion, row.model, row.walletVersion, row.thumbprint],
  );
}
