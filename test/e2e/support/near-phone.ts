import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { GATT } from '@lanyard/wallet/core';
import type { BluezStandIn, PhoneRadio } from '../../conformance/bluez-stand-in.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './chromium.ts';
import { PHONE_SIZE, PHONES } from './wallet-page.ts';

const ADDRESS = '09:09:09:09:09:09';
/** Client Characteristic Configuration (Bluetooth Core 5.4, Vol 3, Part G, §3.3.3.3): without it nothing notifies. */
const CONFIGURATION = '00002902-0000-1000-8000-00805f9b34fb';

/** A phone whose browser's Bluetooth is Chromium's own emulation of a radio, which a test leads to a desktop. */
export interface NearPhone extends AsyncDisposable {
  readonly browser: Browser;
  readonly wallet: Page;
  /** Plugs the radio in; without it there is none. */
  turnOn(): Promise<void>;
  /** What the holder does in the browser's list of devices, from now on. */
  choose(what: 'the desktop' | 'cancel'): void;
  /** The radio's connection, while there is one. */
  radio(): PhoneRadio | undefined;
}

interface Operation {
  readonly characteristicId: string;
  readonly type: string;
  readonly data?: string;
}

/**
 * Chromium's emulation has no notifications (156: `simulateCharacteristicOperationResponse` answers reads only). What is
 * read fires the same event, so that a page which has asked for notifications reads on and on, and each reading waits for
 * what the desktop notifies.
 */
const READ_ON = (): void => {
  interface Notifying {
    startNotifications(): Promise<unknown>;
    readValue(): Promise<unknown>;
  }
  const { prototype } = (globalThis as unknown as Record<string, { prototype: Notifying }>)[
    'BluetoothRemoteGATTCharacteristic'
  ] ?? { prototype: undefined };
  if (prototype === undefined) return;
  const start = prototype.startNotifications;
  prototype.startNotifications = async function (this: Notifying) {
    const started = await start.call(this);
    const readOn = async (): Promise<void> => {
      for (;;) await this.readValue();
    };
    // Until the connection ends.
    void readOn().catch(() => undefined);
    return started;
  };
};

export async function nearPhone(bluez: BluezStandIn, mtu: number): Promise<NearPhone> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...CHROMIUM_ARGUMENTS, '--enable-features=WebBluetooth,WebBluetoothNewPermissionsBackend'],
  });
  const context = await browser.newContext({ ...PHONE_SIZE, userAgent: PHONES.android, reducedMotion: 'reduce' });
  const wallet = await context.newPage();
  wallet.setDefaultTimeout(15_000);
  await wallet.addInitScript(READ_ON);
  const [radios, prompts] = [await browser.newBrowserCDPSession(), await context.newCDPSession(wallet)];
  await radios.send('BluetoothEmulation.enable', { state: 'absent', leSupported: true });
  const radio = emulate(radios, bluez, mtu);
  const answering = answerPrompts(prompts);
  await prompts.send('DeviceAccess.enable');
  return {
    browser,
    wallet,
    radio: radio.present,
    choose: answering.choose,
    turnOn: async () => {
      await radios.send('BluetoothEmulation.setSimulatedCentralState', { state: 'powered-on' });
      await radio.show();
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

function answerPrompts(session: CDPSession) {
  let choice: 'the desktop' | 'cancel' = 'the desktop';
  const answered = new Set<string>();
  session.on('DeviceAccess.deviceRequestPrompted', ({ id, devices }) => {
    // It is told again whenever a device is found; a second answer ends the browser.
    const deviceId = devices[0]?.id;
    if (deviceId === undefined || answered.has(id)) return;
    answered.add(id);
    void (choice === 'cancel'
      ? session.send('DeviceAccess.cancelPrompt', { id })
      : session.send('DeviceAccess.selectPrompt', { id, deviceId }));
  });
  return { choose: (what: typeof choice) => void (choice = what) };
}

/** Leads what the page does with its emulated peripheral to the desktop's, and back. */
function emulate(session: CDPSession, bluez: BluezStandIn, mtu: number) {
  let toPhone: string | undefined;
  const notified: Buffer[] = [];
  let reading = false;
  let present: PhoneRadio | undefined;
  const deliver = (): void => {
    const packet = reading ? notified.shift() : undefined;
    if (packet === undefined || toPhone === undefined) return;
    reading = false;
    void answer({ characteristicId: toPhone, type: 'read' }, packet.toString('base64'));
  };
  const answer = ({ characteristicId, type }: Operation, data?: string): Promise<unknown> =>
    session
      .send('BluetoothEmulation.simulateCharacteristicOperationResponse', {
        characteristicId,
        type: type as 'read',
        code: 0,
        ...(data === undefined ? {} : { data }),
      })
      // The page may have gone meanwhile.
      .catch(() => undefined);
  let heardReading: () => void = () => undefined;
  const disconnected = async (): Promise<void> => {
    // A reading that still waits would keep the page from hearing of it, also one that is just on its way here.
    if (!reading) await Promise.race([new Promise<void>((done) => (heardReading = done)), delay(READING_MS)]);
    if (reading && toPhone !== undefined) {
      reading = false;
      const failed = { characteristicId: toPhone, type: 'read', code: UNLIKELY_ERROR } as const;
      await session.send('BluetoothEmulation.simulateCharacteristicOperationResponse', failed);
    }
    // The emulation forgets what the other side has.
    toPhone = undefined;
    await session.send('BluetoothEmulation.simulateGATTDisconnection', { address: ADDRESS });
  };
  const connect = async (): Promise<number> => {
    notified.length = 0;
    reading = false;
    const radio = await bluez.phone(mtu).catch(() => undefined);
    if (radio === undefined) return PAGE_TIMEOUT;
    present = radio;
    radio.onPacket((packet) => {
      notified.push(Buffer.from(packet));
      deliver();
    });
    radio.onEnd(() => {
      if (present === radio) present = undefined;
      void disconnected().catch(() => undefined);
    });
    return 0;
  };
  session.on('BluetoothEmulation.gattOperationReceived', ({ address, type }) => {
    const act = type === 'connection' ? connect() : type === 'discovery' ? addService() : Promise.resolve(0);
    void act.then((code) => session.send('BluetoothEmulation.simulateGATTOperationResponse', { address, type, code }));
  });
  session.on('BluetoothEmulation.characteristicOperationReceived', (operation: Operation) => {
    const { type, data = '' } = operation;
    if (type === 'write') present?.write(new Uint8Array(Buffer.from(data, 'base64')));
    else if (type === 'read') {
      reading = true;
      heardReading();
      deliver();
    } else void answer(operation);
  });
  const addService = async (): Promise<number> => {
    if (toPhone !== undefined) return 0;
    const service = { address: ADDRESS, serviceUuid: GATT.service };
    const { serviceId } = await session.send('BluetoothEmulation.addService', service);
    const add = async (characteristicUuid: string, properties: object): Promise<string> =>
      (await session.send('BluetoothEmulation.addCharacteristic', { serviceId, characteristicUuid, properties }))
        .characteristicId;
    await add(GATT.toDesktop, { writeWithoutResponse: true });
    toPhone = await add(GATT.toPhone, { notify: true, read: true });
    const configuration = { characteristicId: toPhone, descriptorUuid: CONFIGURATION };
    await session.send('BluetoothEmulation.addDescriptor', configuration);
    return 0;
  };
  return {
    present: () => present,
    show: () =>
      session.send('BluetoothEmulation.simulatePreconnectedPeripheral', {
        address: ADDRESS,
        name: 'Front desk',
        manufacturerData: [],
        knownServiceUuids: [GATT.service],
      }),
  };
}

/** A page that was answered reads on within this time, unless it ended the connection itself. */
const READING_MS = 300;
/** ATT: it failed (Bluetooth Core 5.4, Vol 3, Part F, §3.4.1.1). */
const UNLIKELY_ERROR = 14;
/** HCI: the other side did not answer (Bluetooth Core 5.4, Vol 1, Part F, §2.3). */
const PAGE_TIMEOUT = 4;
