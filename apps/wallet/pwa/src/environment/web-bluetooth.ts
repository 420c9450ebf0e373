import { type Carrier, gattCarrier, type PacketPort, WalletError } from '@lanyard/wallet/core';

/** The service by which a desktop's reader shows itself, and its two characteristics. */
const SERVICE = '6c616e79-6172-4400-8000-000000000001';
const TO_DESKTOP = '6c616e79-6172-4400-8000-000000000002';
const TO_PHONE = '6c616e79-6172-4400-8000-000000000003';
/** Web Bluetooth does not say which ATT_MTU was agreed on; every connection has 23, of which 3 are its own. */
const PACKET_OCTETS = 20;

// What is used of Web Bluetooth (Community Group report), which the compiler's library does not describe.
interface Characteristic extends EventTarget {
  readonly value?: DataView;
  writeValueWithoutResponse(value: BufferSource): Promise<void>;
  startNotifications(): Promise<Characteristic>;
}
interface Device extends EventTarget {
  readonly name?: string;
  readonly gatt?: {
    connect(): Promise<{
      getPrimaryService(uuid: string): Promise<{ getCharacteristic(uuid: string): Promise<Characteristic> }>;
    }>;
    disconnect(): void;
  };
}
interface Bluetooth {
  requestDevice(options: { filters: readonly { services: readonly string[] }[] }): Promise<Device>;
}

export const hasBluetooth = (): boolean => 'bluetooth' in navigator;

/**
 * Lets the holder choose a desktop near by, in the browser's own dialog, and opens a way to it. Only after a tap: browsers
 * refuse it otherwise. No radio was at hand to try it with.
 * @throws WalletError `desktop_not_reachable` when none is chosen, or it does not answer
 */
export async function bluetoothCarrier(): Promise<{ readonly name: string; readonly carrier: Carrier }> {
  try {
    // Asked for by `hasBluetooth`.
    const { bluetooth } = navigator as unknown as { readonly bluetooth: Bluetooth };
    const device = await bluetooth.requestDevice({ filters: [{ services: [SERVICE] }] });
    const server = await device.gatt?.connect();
    const service = await server?.getPrimaryService(SERVICE);
    if (service === undefined) throw new WalletError('desktop_not_reachable');
    const [to, from] = [await service.getCharacteristic(TO_DESKTOP), await service.getCharacteristic(TO_PHONE)];
    await from.startNotifications();
    const after = (milliseconds: number, act: () => void) => {
      const timer = setTimeout(act, milliseconds);
      return () => clearTimeout(timer);
    };
    return { name: device.name ?? 'Desktop', carrier: gattCarrier(packetsOver(device, to, from), after) };
  } catch (error) {
    throw error instanceof WalletError ? error : new WalletError('desktop_not_reachable', {}, error);
  }
}

function packetsOver(device: Device, to: Characteristic, from: Characteristic): PacketPort {
  let writing: Promise<void> = Promise.resolve();
  return {
    size: PACKET_OCTETS,
    write: (packet) => {
      // One operation at a time; one that fails is a lost packet, which is sent again.
      writing = writing.then(() => to.writeValueWithoutResponse(packet)).catch(() => undefined);
    },
    onPacket: (hear) =>
      from.addEventListener('characteristicvaluechanged', () => {
        const { value } = from;
        if (value !== undefined)
          hear(
            new Uint8Array(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer),
          );
      }),
    onEnd: (hear) => device.addEventListener('gattserverdisconnected', () => hear()),
    end: () => device.gatt?.disconnect(),
  };
}
