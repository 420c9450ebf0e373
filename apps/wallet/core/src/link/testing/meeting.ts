import { randomBytes } from '../../testing/bench.ts';
import { openChannel } from '../channel.ts';
import { makeNoiseKeys } from '../noise.ts';
import { type Between, carrierPair } from './carrier-pair.ts';

const names = { readerId: 'reader', deviceId: 'device', random: randomBytes } as const;

/** A channel between a phone and a desktop. */
export async function meeting(purpose: 'pair' | 'connect', between?: Between) {
  const [phone, desktop] = carrierPair(between);
  const keys = { phone: makeNoiseKeys(randomBytes), desktop: makeNoiseKeys(randomBytes) };
  const [left, right] = await Promise.all([
    openChannel(phone, { ...names, purpose, initiator: true, own: keys.phone }),
    openChannel(desktop, { ...names, purpose, initiator: false, own: keys.desktop }),
  ]);
  return { keys, phone: left, desktop: right };
}
