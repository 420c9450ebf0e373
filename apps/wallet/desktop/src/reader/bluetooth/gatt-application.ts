import { GATT } from '@lanyard/wallet/core';
import type { Answer, Call, Properties, SystemBus } from './system-bus.ts';

/** Where our objects are; BlueZ looks below the first (org.bluez.GattManager1, RegisterApplication). */
export const PATH = {
  application: '/lanyard',
  service: '/lanyard/service',
  toDesktop: '/lanyard/service/to_desktop',
  toPhone: '/lanyard/service/to_phone',
  advertisement: '/lanyard/advertisement',
} as const;

const PROPERTIES = 'org.freedesktop.DBus.Properties';
const CHARACTERISTIC = 'org.bluez.GattCharacteristic1';
/** Octets of a name that the scan response has room for: 31, less the head of its field. */
const LONGEST_NAME = 29;

/** What phones do with the characteristics, as BlueZ tells it. */
export interface GattEvents {
  /** @param device the object of the phone. @param mtu of the connection. @returns whether its packets are wanted */
  readonly written: (device: string, packet: Uint8Array, mtu: number) => boolean;
  /** Nobody listens any more. */
  readonly unsubscribed: () => void;
  /** BlueZ took the advertisement back. */
  readonly released: () => void;
}

/** One service of two characteristics, and the advertisement that shows it, in BlueZ's terms. */
export function gattApplication({ variant }: Pick<SystemBus, 'variant'>, name: string, events: GattEvents) {
  const interfaces: Readonly<Record<string, Readonly<Record<string, Properties>>>> = {
    [PATH.service]: { 'org.bluez.GattService1': { UUID: variant('s', GATT.service), Primary: variant('b', true) } },
    [PATH.toDesktop]: {
      [CHARACTERISTIC]: {
        UUID: variant('s', GATT.toDesktop),
        Service: variant('o', PATH.service),
        Flags: variant('as', ['write-without-response']),
      },
    },
    [PATH.toPhone]: {
      [CHARACTERISTIC]: {
        UUID: variant('s', GATT.toPhone),
        Service: variant('o', PATH.service),
        Flags: variant('as', ['notify']),
      },
    },
    [PATH.advertisement]: {
      'org.bluez.LEAdvertisement1': {
        Type: variant('s', 'peripheral'),
        ServiceUUIDs: variant('as', [GATT.service]),
        LocalName: variant('s', shortName(name)),
      },
    },
  };
  const written = ([value, options]: readonly unknown[]): Answer => {
    const { device, mtu, offset } = (options ?? {}) as Properties;
    if (!(value instanceof Uint8Array) || typeof device?.value !== 'string') return INVALID;
    if (offset !== undefined && offset.value !== 0)
      return { error: 'org.bluez.Error.InvalidOffset', text: 'no offset' };
    const taken = events.written(device.value, value, typeof mtu?.value === 'number' ? mtu.value : 0);
    return taken ? DONE : { error: 'org.bluez.Error.NotPermitted', text: 'another phone is connected' };
  };
  return ({ path, interface: wanted, member, body }: Call): Answer | undefined => {
    if (path === PATH.application && member === 'GetManagedObjects') {
      const { [PATH.advertisement]: _shown, ...objects } = interfaces;
      return { signature: 'a{oa{sa{sv}}}', body: [objects] };
    }
    if (wanted === PROPERTIES && member === 'GetAll') {
      const properties = interfaces[path]?.[String(body[0])];
      return properties === undefined ? undefined : { signature: 'a{sv}', body: [properties] };
    }
    if (path === PATH.toDesktop && member === 'WriteValue') return written(body);
    if (path === PATH.toPhone && member === 'StartNotify') return DONE;
    if (path === PATH.toPhone && member === 'StopNotify') return (events.unsubscribed(), DONE);
    if (path === PATH.advertisement && member === 'Release') return (events.released(), DONE);
    return undefined;
  };
}

const DONE: Answer = { signature: '', body: [] };
const INVALID: Answer = { error: 'org.bluez.Error.InvalidArguments', text: 'a value and its options' };

/** Has BlueZ notify whoever listens. */
export function notify({ signal, variant }: Pick<SystemBus, 'signal' | 'variant'>, packet: Uint8Array): void {
  signal(
    { path: PATH.toPhone, interface: PROPERTIES, member: 'PropertiesChanged' },
    { signature: 'sa{sv}as', body: [CHARACTERISTIC, { Value: variant('ay', Buffer.from(packet)) }, []] },
  );
}

/** Cut at a character, not within one. */
function shortName(name: string): string {
  let short = '';
  for (const character of name) {
    if (Buffer.byteLength(short + character) > LONGEST_NAME) break;
    short += character;
  }
  return short;
}
