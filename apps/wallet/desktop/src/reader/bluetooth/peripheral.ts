import { viewOf } from '@lanyard/pki';
import { type After, type Carrier, createInbox, gattCarrier } from '@lanyard/wallet/core';
import { findAdapter } from './adapter.ts';
import { gattApplication, notify, PATH } from './gatt-application.ts';
import { type PhoneLink, phoneLink } from './phone-link.ts';
import type { Call, Properties, SystemBus } from './system-bus.ts';

/** A phone near by that began to speak. */
export interface PhoneNear {
  readonly way: Carrier;
  /** Octets that its packets may have. */
  packet(): number;
}

/** This desktop as phones near by see it. */
export interface Peripheral {
  /** The next phone, one at a time; undefined once Bluetooth has gone. */
  next(): Promise<PhoneNear | undefined>;
  close(): Promise<void>;
}

/**
 * Shows this desktop over Bluetooth LE: 1. an adapter that is on 2. the service, by which phones write and are notified
 * 3. the advertisement, by which they find it.
 * @param name as phones show it
 * @throws BluetoothError
 */
export async function openPeripheral(bus: SystemBus, name: string, after: After): Promise<Peripheral> {
  const phones = createInbox<PhoneNear>();
  let present: PhoneLink | undefined;
  const gone = (): void => present?.over();
  const radio = {
    notify: (packet: Uint8Array) => notify(bus, packet),
    // The phone hears that nobody serves it. One that is gone already makes an error, which changes nothing.
    disconnect: (device: string) =>
      void bus.call({ path: device, interface: 'org.bluez.Device1', member: 'Disconnect' }).catch(() => undefined),
  };
  const arrived = (device: string): PhoneLink | undefined => {
    const link = phoneLink(device, radio);
    link.onEnd(() => {
      if (present === link) present = undefined;
    });
    present = link;
    if (phones.put({ way: gattCarrier(link, after), packet: () => link.size })) return link;
    link.end();
    return undefined;
  };
  const written = (device: string, packet: Uint8Array, mtu: number): boolean => {
    const link = present ?? arrived(device);
    // What is notified goes to all that listen: one phone at a time.
    if (link?.device !== device) return false;
    link.heard(viewOf(packet), mtu);
    return true;
  };
  let isOver = false;
  const end = (): void => {
    isOver = true;
    gone();
    phones.end();
  };
  bus.answer(gattApplication(bus, name, { written, unsubscribed: gone, released: end }));
  bus.onSignal((signal) => {
    if (leaves(signal)) gone();
  });
  bus.onEnd(end);
  const leaves = ({ path, member, body }: Call): boolean => {
    if (member === 'InterfacesRemoved') return body[0] === present?.device;
    if (member !== 'PropertiesChanged' || path !== present?.device || body[0] !== 'org.bluez.Device1') return false;
    return (body[1] as Properties)['Connected']?.value === false;
  };
  const adapter = await findAdapter(bus);
  const gatt = { path: adapter, interface: 'org.bluez.GattManager1' };
  const shows = { path: adapter, interface: 'org.bluez.LEAdvertisingManager1' };
  await bus.call({ ...gatt, member: 'RegisterApplication' }, { signature: 'oa{sv}', body: [PATH.application, {}] });
  await bus.call(
    { ...shows, member: 'RegisterAdvertisement' },
    { signature: 'oa{sv}', body: [PATH.advertisement, {}] },
  );
  return {
    next: phones.next,
    close: async () => {
      if (isOver) return bus.close();
      present?.end();
      end();
      // BlueZ forgets both by itself when the connection goes; said, it is at once.
      await Promise.allSettled([
        bus.call({ ...shows, member: 'UnregisterAdvertisement' }, { signature: 'o', body: [PATH.advertisement] }),
        bus.call({ ...gatt, member: 'UnregisterApplication' }, { signature: 'o', body: [PATH.application] }),
      ]);
      bus.close();
    },
  };
}
