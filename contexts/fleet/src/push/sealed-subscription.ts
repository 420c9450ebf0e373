import { pushSubscription, type PushSubscription } from '@lanyard/contract';
import type { MasterKey } from '@lanyard/kernel';

const purpose = (deviceId: string): string => `push subscription ${deviceId}`;

export const sealSubscription = (key: MasterKey, deviceId: string, subscription: PushSubscription): Uint8Array =>
  key.seal(purpose(deviceId), Buffer.from(JSON.stringify(subscription)));

export const openSubscription = (key: MasterKey, deviceId: string, sealed: Uint8Array): PushSubscription =>
  pushSubscription.parse(JSON.parse(Buffer.from(key.open(purpose(deviceId), sealed)).toString('utf8')));
