import type { EventEmitter } from 'node:events';
import type { Message, MessageBus, Variant } from '@jellybrick/dbus-next';
import { BluetoothError } from './bluetooth-error.ts';

/** Where every system has it (D-Bus Specification, "Well-known Message Bus Instances"). */
const SYSTEM_BUS = 'unix:path=/run/dbus/system_bus_socket';
/** Any answer of BlueZ is there by then, that of an adapter which is slow to advertise too. */
const ANSWER_MS = 10_000;

export interface Call {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}
export interface Typed {
  readonly signature: string;
  readonly body: readonly unknown[];
}
/** What a call is answered: values, or an error's name. */
export type Answer = Typed | { readonly error: string; readonly text: string };
export type Properties = Readonly<Record<string, Variant>>;

/** The bus of the system, as BlueZ is reached by it. */
export interface SystemBus {
  /** @throws BluetoothError, for the errors of D-Bus and BlueZ that a person can do something about */
  call(to: Omit<Call, 'body'>, typed?: Typed): Promise<readonly unknown[]>;
  /** Answers calls to our own objects; undefined where there is none. Only BlueZ's are passed on. */
  answer(how: (call: Call) => Answer | undefined): void;
  signal(from: Omit<Call, 'body'>, typed: Typed): void;
  /** Signals of BlueZ. */
  onSignal(hear: (signal: Call) => void): void;
  /** BlueZ, or the bus itself, has gone. */
  onEnd(hear: () => void): void;
  variant(signature: string, value: unknown): Variant;
  close(): void;
}

const BUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };
const BLUEZ = 'org.bluez';

/**
 * Connects to the system bus and finds BlueZ on it. The library is loaded here, and nowhere else: readers without Bluetooth
 * do without it.
 * @param address of another bus
 * @throws BluetoothError `bluetooth_no_bus`, `bluetooth_no_service`
 */
export async function openSystemBus(address: string = SYSTEM_BUS): Promise<SystemBus> {
  const dbus = await import('@jellybrick/dbus-next');
  const bus = dbus.sessionBus({ busAddress: address });
  await opened(bus);
  const send = async (to: typeof BUS, member: string, { signature, body }: Typed): Promise<readonly unknown[]> => {
    const asked = bus.call(new dbus.Message({ ...to, member, signature, body: [...body] }));
    const otherwise = new BluetoothError('bluetooth_failed', 'BlueZ does not answer.');
    return (await answerOf(asked, otherwise)).body;
  };
  const ends: (() => void)[] = [];
  const end = (): void => {
    for (const hear of ends.splice(0)) hear();
  };
  /** The library throws where the bus has closed, also for what it had read before. */
  const say = (message: Message): void => {
    try {
      bus.send(message);
    } catch {
      end();
    }
  };
  try {
    const find = () => send(BUS, 'GetNameOwner', { signature: 's', body: [BLUEZ] });
    const [owner] = await find().catch(async () => {
      // Not there yet: the bus starts it where it knows how to.
      await send(BUS, 'StartServiceByName', { signature: 'su', body: [BLUEZ, 0] });
      return find();
    });
    onError(bus, end);
    bus.on('message', ({ type, member, body }) => {
      if (type === dbus.MessageType.SIGNAL && member === 'NameOwnerChanged' && body[0] === BLUEZ) end();
    });
    for (const rule of [
      `type='signal',sender='${BLUEZ}',path_namespace='/org/bluez'`,
      `type='signal',sender='${BUS.destination}',member='NameOwnerChanged',arg0='${BLUEZ}'`,
    ])
      await send(BUS, 'AddMatch', { signature: 's', body: [rule] });
    return {
      call: (to, typed = { signature: '', body: [] }) =>
        send({ destination: BLUEZ, path: to.path, interface: to.interface }, to.member, typed),
      variant: (signature, value) => new dbus.Variant(signature, value),
      onEnd: (hear) => void ends.push(hear),
      close: () => bus.disconnect(),
      signal: ({ path, interface: from, member }, { signature, body }) =>
        say(dbus.Message.newSignal(path, from, member, signature, [...body])),
      onSignal: (hear) =>
        void bus.on('message', (message) => {
          if (message.type === dbus.MessageType.SIGNAL && message.sender === owner) hear(message);
        }),
      answer: (how) => {
        bus.addMethodHandler((message) => {
          // Other programs of this desktop must not pass themselves off as the radio.
          const said = message.sender === owner ? how(message) : undefined;
          if (said !== undefined) say(replyTo(dbus.Message, message, said));
          return said !== undefined;
        });
      },
    };
  } catch (error) {
    bus.disconnect();
    throw error;
  }
}

const replyTo = (kind: typeof Message, message: Message, said: Answer): Message =>
  'error' in said
    ? kind.newError(message, said.error, said.text)
    : kind.newMethodReturn(message, said.signature, [...said.body]);

function opened(bus: MessageBus): Promise<void> {
  return new Promise((resolve, reject) => {
    bus.once('connect', resolve);
    onError(bus, (cause) => reject(new BluetoothError('bluetooth_no_bus', String(cause))));
  });
}

/** The library's types leave this event out, which it emits. */
const onError = (bus: MessageBus, hear: (cause: unknown) => void): void =>
  void (bus as unknown as EventEmitter).on('error', hear);

/** Errors of D-Bus by what a person can do about them. */
const NAMED: Readonly<Record<string, ConstructorParameters<typeof BluetoothError>[0]>> = {
  'org.freedesktop.DBus.Error.ServiceUnknown': 'bluetooth_no_service',
  'org.freedesktop.DBus.Error.NameHasNoOwner': 'bluetooth_no_service',
  'org.freedesktop.DBus.Error.AccessDenied': 'bluetooth_not_permitted',
  'org.bluez.Error.NotAuthorized': 'bluetooth_not_permitted',
  'org.bluez.Error.NotPermitted': 'bluetooth_not_permitted',
  'org.bluez.Error.NotReady': 'bluetooth_off',
};

async function answerOf(asked: Promise<Message | null>, late: BluetoothError): Promise<Message> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late), ANSWER_MS);
  try {
    const answer = await Promise.race([asked, promise]);
    if (answer === null) throw late;
    return answer;
  } catch (error) {
    if (!isDbusError(error)) throw error;
    throw new BluetoothError(NAMED[error.type] ?? 'bluetooth_failed', `${error.type} ${error.text}`.trim());
  } finally {
    clearTimeout(timer);
  }
}

const isDbusError = (error: unknown): error is { readonly type: string; readonly text: string } =>
  error instanceof Error && 'type' in error && 'text' in error;
