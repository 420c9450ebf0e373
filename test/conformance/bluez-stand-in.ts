// What bluetoothd (BlueZ, doc/org.bluez.*.rst) does on the bus, without its radio: the programs that it serves cannot tell.
import { EventEmitter, once } from 'node:events';
import { Message, type MessageBus, MessageType, sessionBus, Variant } from '@jellybrick/dbus-next';
import type { Bytes } from '@lanyard/pki';
import type { PacketPort } from '@lanyard/wallet/core';

export const ADAPTER = '/org/bluez/hci0';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const MANAGER = 'org.freedesktop.DBus.ObjectManager';
const CHARACTERISTIC = 'org.bluez.GattCharacteristic1';

type Properties = Readonly<Record<string, Variant>>;
type Objects = Readonly<Record<string, Readonly<Record<string, Properties>>>>;

export interface StandInOptions {
  /** None: nothing is plugged in. */
  readonly adapter?: 'on' | 'off' | 'none' | 'classic';
  /** The error that registering is refused with. */
  readonly refuses?: string;
}

/** A phone in reach of the adapter, connected. */
export interface PhoneRadio extends PacketPort {
  readonly device: string;
  /** The person walks away. */
  leave(): void;
  /** As BlueZ answers a write: an error's name, or nothing. */
  tryWrite(packet: Uint8Array, options?: Properties): Promise<string | undefined>;
}

export interface BluezStandIn {
  /** What is advertised at the moment. */
  advertised(): { readonly name: unknown; readonly services: unknown } | undefined;
  /** Resolves when something is. */
  shown(): Promise<void>;
  /** @param mtu agreed on by the two. */
  phone(mtu: number): Promise<PhoneRadio>;
  /** As when bluetoothd is stopped. */
  close(): void;
}

export async function bluezStandIn(address: string, options: StandInOptions = {}): Promise<BluezStandIn> {
  const bus = sessionBus({ busAddress: address });
  await once(bus as unknown as EventEmitter, 'connect');
  const changes = new EventEmitter();
  let application: { readonly sender: string; readonly objects: Objects } | undefined;
  let advertisement: { readonly sender: string; readonly properties: Properties } | undefined;
  let phones = 0;
  const present = new Map<string, PhoneRadio & { hear(packet: Bytes): void; gone(): void }>();

  const call = async (
    destination: string,
    path: string,
    member: readonly [string, string],
    signature = '',
    body: unknown[] = [],
  ): Promise<readonly unknown[]> => {
    const message = new Message({ destination, path, interface: member[0], member: member[1], signature, body });
    return (await bus.call(message))?.body ?? [];
  };
  const register = async (message: Message): Promise<void> => {
    if (options.refuses !== undefined) return bus.send(Message.newError(message, options.refuses, 'as told'));
    const { sender, body } = message;
    const path = String(body[0]);
    if (message.member === 'RegisterApplication') {
      const [objects] = await call(sender, path, [MANAGER, 'GetManagedObjects']);
      application = { sender, objects: checked(path, objects as Objects) };
    } else {
      const [properties] = await call(sender, path, [PROPERTIES, 'GetAll'], 's', ['org.bluez.LEAdvertisement1']);
      advertisement = { sender, properties: properties as Properties };
      changes.emit('shown');
    }
    bus.send(Message.newMethodReturn(message));
  };
  let closed = false;
  const drop = (device: string): void => {
    const phone = present.get(device);
    if (phone === undefined || !present.delete(device) || closed) return;
    const connected = { Connected: new Variant('b', false) };
    bus.send(
      Message.newSignal(device, PROPERTIES, 'PropertiesChanged', 'sa{sv}as', ['org.bluez.Device1', connected, []]),
    );
    if (present.size === 0) void subscribe('StopNotify').catch(() => undefined);
    phone.gone();
  };
  const subscribe = async (member: 'StartNotify' | 'StopNotify'): Promise<void> => {
    const { sender, path } = characteristic('notify');
    await call(sender, path, [CHARACTERISTIC, member]);
  };
  const characteristic = (flag: string): { readonly sender: string; readonly path: string } => {
    const found = Object.entries(application?.objects ?? {}).find(([, has]) =>
      (has[CHARACTERISTIC]?.['Flags']?.value as string[] | undefined)?.includes(flag),
    );
    if (application === undefined || found === undefined) throw new Error(`nothing to ${flag} is registered`);
    return { sender: application.sender, path: found[0] };
  };

  bus.addMethodHandler((message) => {
    const { member, path } = message;
    // The library hands over what it had read before the bus was closed.
    if (closed) return true;
    if (member === 'GetManagedObjects')
      bus.send(Message.newMethodReturn(message, 'a{oa{sa{sv}}}', [objectsOf(options)]));
    else if (member === 'RegisterApplication' || member === 'RegisterAdvertisement')
      register(message).catch((error: unknown) =>
        bus.send(Message.newError(message, 'org.bluez.Error.Failed', String(error))),
      );
    else if (member === 'UnregisterApplication') application = done(bus, message);
    else if (member === 'UnregisterAdvertisement') advertisement = done(bus, message);
    else if (member === 'Disconnect') {
      done(bus, message);
      drop(path);
    } else return false;
    return true;
  });
  bus.on('message', ({ type, sender, member, path, body }) => {
    if (type !== MessageType.SIGNAL || member !== 'PropertiesChanged' || sender !== application?.sender) return;
    const value: unknown = (body[1] as Properties)['Value']?.value;
    // To all that listen, as BlueZ does.
    if (path === characteristic('notify').path && value instanceof Uint8Array)
      for (const phone of present.values()) phone.hear(new Uint8Array(value));
  });
  await call('org.freedesktop.DBus', '/org/freedesktop/DBus', ['org.freedesktop.DBus', 'AddMatch'], 's', [
    `type='signal',interface='${PROPERTIES}'`,
  ]);
  await bus.requestName('org.bluez');

  return {
    advertised: () =>
      advertisement && {
        name: advertisement.properties['LocalName']?.value,
        services: advertisement.properties['ServiceUUIDs']?.value,
      },
    shown: async () => void (advertisement ?? (await once(changes, 'shown', { signal: AbortSignal.timeout(10_000) }))),
    close: () => {
      closed = true;
      bus.disconnect();
    },
    phone: async (mtu) => {
      const device = `${ADAPTER}/dev_00_00_00_00_00_${String(++phones).padStart(2, '0')}`;
      const listeners: ((packet: Bytes) => void)[] = [];
      const ends: (() => void)[] = [];
      const tryWrite: PhoneRadio['tryWrite'] = async (packet, more = {}) => {
        const { sender, path } = characteristic('write-without-response');
        const said = { device: new Variant('o', device), link: new Variant('s', 'LE'), mtu: new Variant('q', mtu) };
        const value = [Buffer.from(packet), { ...said, type: new Variant('s', 'command'), ...more }];
        return call(sender, path, [CHARACTERISTIC, 'WriteValue'], 'aya{sv}', value).then(
          () => undefined,
          (error: { readonly type?: string }) => String(error.type),
        );
      };
      const radio = {
        device,
        size: mtu - 3,
        tryWrite,
        // A write without response has no answer either.
        write: (packet: Bytes) => void (present.has(device) && tryWrite(packet)),
        onPacket: (hear: (packet: Bytes) => void) => void listeners.push(hear),
        onEnd: (hear: () => void) => void ends.push(hear),
        end: () => drop(device),
        leave: () => drop(device),
        hear: (packet: Bytes) => {
          for (const listener of listeners) listener(packet);
        },
        gone: () => {
          for (const end of ends) end();
        },
      };
      if (present.size === 0) await subscribe('StartNotify');
      present.set(device, radio);
      return radio;
    },
  };
}

function done(bus: MessageBus, message: Message): undefined {
  bus.send(Message.newMethodReturn(message));
}

/** What BlueZ refuses of an application (src/gatt-database.c). */
function checked(path: string, objects: Objects): Objects {
  const services = Object.entries(objects).filter(([, has]) => 'org.bluez.GattService1' in has);
  if (services.length === 0) throw new Error('no object of GattService1');
  for (const [object, has] of Object.entries(objects)) {
    if (!object.startsWith(`${path}/`)) throw new Error(`${object} is not below ${path}`);
    const properties = has[CHARACTERISTIC];
    if (properties === undefined) continue;
    if (!services.some(([service]) => service === properties['Service']?.value)) throw new Error('of no service');
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(String(properties['UUID']?.value))) throw new Error('no UUID');
  }
  return objects;
}

function objectsOf({ adapter = 'on' }: StandInOptions): Objects {
  const managers = { 'org.bluez.GattManager1': {}, 'org.bluez.LEAdvertisingManager1': {} };
  const own = { Address: new Variant('s', '00:00:00:00:00:00'), Powered: new Variant('b', adapter !== 'off') };
  const bluez = { '/org/bluez': { 'org.bluez.AgentManager1': {} } };
  if (adapter === 'none') return bluez;
  return { ...bluez, [ADAPTER]: { 'org.bluez.Adapter1': own, ...(adapter === 'classic' ? {} : managers) } };
}
