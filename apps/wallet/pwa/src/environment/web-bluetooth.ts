import {
  afterHere,
  type Bluetooth,
  type BluetoothState,
  GATT,
  gattCarrier,
  type NearDesktop,
  type NearWay,
  type PacketPort,
  WalletError,
} from '@lanyard/wallet/core';

/** Of every connection, less ATT's own 3 octets: Web Bluetooth does not say which ATT_MTU was agreed on. */
const PACKET_OCTETS = 20;
/** Some browsers do not answer while their radio is being set up. */
const ANSWER_MS = 1_000;
/** A desktop in reach connects within that time, or shows itself. */
const REACH_MS = 20_000;

// What is used of Web Bluetooth (Community Group report), which the compiler's library does not describe.
interface Characteristic extends EventTarget {
  readonly value?: DataView;
  writeValueWithoutResponse(value: BufferSource): Promise<void>;
  startNotifications(): Promise<Characteristic>;
}
interface Service {
  getCharacteristic(uuid: string): Promise<Characteristic>;
}
interface Gatt {
  connect(): Promise<{ getPrimaryService(uuid: string): Promise<Service> }>;
  disconnect(): void;
}
interface Device extends EventTarget {
  readonly id: string;
  readonly gatt?: Gatt;
  /** Not in every browser. */
  watchAdvertisements?(options: { signal: AbortSignal }): Promise<void>;
}
interface Radio extends EventTarget {
  getAvailability(): Promise<boolean>;
  requestDevice(options: { filters: readonly { services: readonly string[] }[] }): Promise<Device>;
  /** Not in every browser: devices that this site was given before. */
  getDevices?(): Promise<readonly Device[]>;
}

/** The browser's own; undefined where there is none, as on iOS and in Firefox. */
export function webBluetooth(): Bluetooth | undefined {
  if (!('bluetooth' in navigator)) return undefined;
  const radio = navigator.bluetooth as Radio;
  const chosen = new Map<string, Device>();
  // Asked once, and again when it may be another: every look at the desktops wants to know.
  let asked: Promise<BluetoothState> | undefined;
  return {
    state: () => (asked ??= stateOf(radio)),
    onChange: (changed) => {
      const mayBeAnother = (): void => {
        asked = undefined;
        changed();
      };
      radio.addEventListener('availabilitychanged', mayBeAnother);
      // Who comes back from the phone's settings may have turned it on: not every browser says so.
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') mayBeAnother();
      });
    },
    choose: async () => {
      const device = await radio.requestDevice({ filters: [{ services: [GATT.service] }] }).catch((error: unknown) => {
        throw new WalletError('no_desktop_chosen', {}, error);
      });
      chosen.set(device.id, device);
      return desktopOf(device);
    },
    known: async (id) => {
      const device = chosen.get(id) ?? (await radio.getDevices?.())?.find((given) => given.id === id);
      return device === undefined ? undefined : desktopOf(device);
    },
  };
}

/** Chrome says that an adapter which is off is there, and tells in its own list how to turn it on: so does no answer. */
async function stateOf(radio: Radio): Promise<BluetoothState> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const takeBack = afterHere(ANSWER_MS, () => resolve(true));
  try {
    return (await Promise.race([radio.getAvailability(), promise])) ? 'ready' : 'off';
  } finally {
    takeBack();
  }
}

/** Resolve when the connection before has ended: the next one to the same device must not be ended with it. */
const ending = new WeakMap<Device, Promise<void>>();
/** A way that was closed ends within that time, whatever its last words. */
const ENDING_MS = 3_000;

const desktopOf = (device: Device): NearDesktop => ({
  id: device.id,
  open: async () => {
    const { gatt } = device;
    if (gatt === undefined) throw new WalletError('desktop_not_near');
    await before(device);
    try {
      // A desktop that the browser was given long ago is found by its advertisements first.
      const service = await serviceOf(gatt).catch(async (error: unknown) => {
        if (!(await isSeen(device))) throw error;
        return serviceOf(gatt);
      });
      const to = await service.getCharacteristic(GATT.toDesktop);
      const from = await service.getCharacteristic(GATT.toPhone);
      await from.startNotifications();
      return wayOver(device, gatt, to, from);
    } catch (error) {
      gatt.disconnect();
      throw new WalletError('desktop_not_near', {}, error);
    }
  },
});

async function before(device: Device): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const takeBack = afterHere(ENDING_MS, resolve);
  await Promise.race([ending.get(device), promise]);
  takeBack();
}

async function serviceOf(gatt: Gatt): Promise<Service> {
  const { promise, reject } = Promise.withResolvers<never>();
  const takeBack = afterHere(REACH_MS, () => {
    reject(new WalletError('desktop_not_near'));
    gatt.disconnect();
  });
  try {
    const server = await Promise.race([gatt.connect(), promise]);
    return await Promise.race([server.getPrimaryService(GATT.service), promise]);
  } finally {
    takeBack();
  }
}

async function isSeen(device: Device): Promise<boolean> {
  if (device.watchAdvertisements === undefined) return false;
  const watching = new AbortController();
  const { promise: seen, resolve: tell } = Promise.withResolvers<boolean>();
  device.addEventListener('advertisementreceived', () => tell(true), { once: true, signal: watching.signal });
  const takeBack = afterHere(REACH_MS, () => tell(false));
  try {
    await device.watchAdvertisements({ signal: watching.signal });
    return await seen;
  } finally {
    takeBack();
    watching.abort();
  }
}

function wayOver(device: Device, gatt: Gatt, to: Characteristic, from: Characteristic): NearWay {
  const over = new AbortController();
  const { signal } = over;
  const ended = Promise.withResolvers<void>();
  ending.set(device, ended.promise);
  let size = PACKET_OCTETS;
  let writing: Promise<void> = Promise.resolve();
  const port: PacketPort = {
    get size() {
      return size;
    },
    write: (packet) => {
      // One operation at a time; one that fails is a lost packet, which is sent again.
      writing = writing.then(() => to.writeValueWithoutResponse(packet)).catch(() => undefined);
    },
    onPacket: (hear) =>
      from.addEventListener(
        'characteristicvaluechanged',
        () => {
          const { value } = from;
          if (value !== undefined)
            hear(
              new Uint8Array(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer),
            );
        },
        { signal },
      ),
    onEnd: (hear) => device.addEventListener('gattserverdisconnected', () => hear(), { signal }),
    end: () => {
      over.abort();
      // What was written last is still on its way to the radio.
      void writing.then(() => (gatt.disconnect(), ended.resolve()));
    },
  };
  return { ...gattCarrier(port, afterHere), widen: (octets) => void (size = octets) };
}
