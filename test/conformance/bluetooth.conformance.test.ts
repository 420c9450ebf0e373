// The desktop's side of Bluetooth on the real bus of D-Bus. There is no radio on this machine: what bluetoothd does with it
// is played, so what is proven is what the reader says to BlueZ and does with what BlueZ says.
import assert from 'node:assert/strict';
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { type EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, afterEach, before, describe, test } from 'node:test';
import { Message, sessionBus, Variant } from '@jellybrick/dbus-next';
import { consentText } from '@lanyard/contract';
import { hostOf, SLOT } from '@lanyard/piv';
import { fromHex, viewOf } from '@lanyard/pki';
import { type After, afterHere, type Bluetooth, GATT, gattCarrier } from '@lanyard/wallet/core';
import { runReaderCommand } from '@lanyard/wallet/desktop';
import { relayBench } from '../../apps/wallet/core/src/link/testing/relay-double.ts';
import { PIN, randomBytes } from '../../apps/wallet/core/src/testing/bench.ts';
import { pcscClient } from '../../apps/wallet/desktop/src/reader/testing/pcsc-client.ts';
import { DEVICE } from '../../apps/wallet/desktop/src/reader/testing/relay-for-reader.ts';
import { runProgram, until } from '../e2e/support/run-program.ts';
import { needs } from '../needs.ts';
import { bluezStandIn, type BluezStandIn, type PhoneRadio, type StandInOptions } from './bluez-stand-in.ts';
import { ownBus, type OwnBus } from './own-bus.ts';

const SERVER = 'https://wallet.test';
const skip = needs('dbus-daemon');
/** Nobody waits for a phone or an adapter as long as the reader does. */
const soon: After = (milliseconds, act) => afterHere(milliseconds / 20, act);

let bus: OwnBus;
let folder: string;
let homes = 0;
before(async () => {
  if (skip !== false) return;
  bus = await ownBus();
  folder = mkdtempSync(join(tmpdir(), 'lanyard-bluetooth-'));
});
after(async () => {
  if (skip !== false) return;
  await bus[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const standsIn: BluezStandIn[] = [];
async function standIn(options?: StandInOptions): Promise<BluezStandIn> {
  const bluez = await bluezStandIn(bus.address, options);
  standsIn.push(bluez);
  return bluez;
}
// One whose test failed must not answer in the next.
afterEach(() => {
  for (const bluez of standsIn.splice(0)) bluez.close();
});

/** Where programs are. */
const bin = (): string => join(folder, 'bin');

function start(home: string, argv: readonly string[], address = bus.address, waits: After = afterHere) {
  const [stdin, ending] = [new PassThrough(), new AbortController()];
  let said = '';
  const hear = (text: string): void => void (said += text);
  const code = runReaderCommand([...argv, '--reader-home', home], {
    stdin,
    out: hear,
    say: hear,
    env: { HOME: home, PATH: bin(), XDG_RUNTIME_DIR: home, DBUS_SYSTEM_BUS_ADDRESS: address },
    clock: Date.now,
    random: randomBytes,
    after: waits,
    // This desktop has no network.
    openSocket: () => new Promise(() => undefined),
    signal: ending.signal,
  });
  return {
    code,
    said: () => said,
    says: (pattern: RegExp) =>
      until(String(pattern), async () => pattern.test(said), 10).catch((error: unknown) =>
        assert.fail(`${String(error)}:\n${said}`),
      ),
    type: (line: string) => void stdin.write(`${line}\n`),
    stop: () => (ending.abort(), code),
  };
}

/** The phone's radio: what a person chooses is this adapter. */
function radioOf(bluez: BluezStandIn, mtu: number) {
  const phones: PhoneRadio[] = [];
  const near = {
    id: 'this desktop',
    open: async () => {
      const radio = await bluez.phone(mtu);
      phones.push(radio);
      let size = 20;
      const port = {
        ...radio,
        get size() {
          return size;
        },
      };
      return { ...gattCarrier(port, afterHere), widen: (octets: number) => void (size = octets) };
    },
  };
  const bluetooth: Bluetooth = {
    state: async () => 'ready',
    onChange: () => undefined,
    choose: async () => near,
    known: async () => near,
  };
  return { bluetooth, phones };
}

/** A desktop that pairs with a phone: the code is typed as the phone shows it. */
async function pairing({ mtu = 185, name = 'Desk' } = {}) {
  const bluez = await standIn();
  const home = join(folder, `desk-${++homes}`);
  const bench = await relayBench();
  const { bluetooth, phones } = radioOf(bluez, mtu);
  const desktops = bench.open({ radio: bluetooth });
  const reader = start(home, ['pair', '--bluetooth', '--server', SERVER, '--name', name]);
  await bluez.shown();
  desktops.onChange(() => void desktops.state().then(({ pairing: now }) => now !== undefined && reader.type(now.code)));
  const paired = await desktops.pairNearby();
  assert.equal(await reader.code, 0, reader.said());
  return { ...bench, bluez, home, reader, desktops, phones, paired };
}

describe('a desktop seen by phones near by, over the bus of D-Bus', { skip }, () => {
  test('BLE-008, BLE-012, BLE-043 it advertises its service, pairs by the code without any network, and its consent is signed', async () => {
    const name = 'The desk in the corner of room 12, ünder the window';
    const bluez = await standIn();
    const waiting = start(join(folder, 'seen'), ['pair', '--bluetooth', '--server', SERVER, '--name', name]);
    await bluez.shown();
    const shown = bluez.advertised();
    assert.deepEqual(shown?.services, [GATT.service]);
    assert.ok(name.startsWith(String(shown?.name)) && Buffer.byteLength(String(shown?.name)) <= 29);
    await waiting.stop();
    assert.equal(bluez.advertised(), undefined, 'it is not seen any more');
    bluez.close();
    const { reader, paired, consents, phones, home, bluez: again } = await pairing();
    assert.match(reader.said(), /Paired with "Phone"/);
    assert.deepEqual(readdirSync(join(home, 'state')).toSorted(), ['phone.json', 'reader.json']);
    const [consent] = consents;
    assert.ok(consent);
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: consent.key }, format: 'jwk' });
    const text = Buffer.from(consentText(SERVER, DEVICE, consent));
    assert.ok(verify(null, text, key, Buffer.from(consent.signature, 'base64url')));
    assert.deepEqual([paired.name, consent.name, phones.length], ['Desk', 'Desk', 1]);
    again.close();
  });

  test('BLE-013, BLE-014, BLE-033, BLE-035, BLE-038 connected near by, the phone is the desktop’s card until it disconnects', async () => {
    for (const mtu of [23, 517]) {
      const { bluez, home, desktops, paired } = await pairing({ mtu });
      const reader = start(home, ['--bluetooth']);
      await bluez.shown();
      await desktops.connect(paired.readerId);
      await reader.says(/The card is in the reader/);
      assert.doesNotMatch(reader.said(), /number/);
      const client = await pcscClient(/PCSCLITE_CSOCK_NAME=(.+)/.exec(reader.said())?.[1] ?? assert.fail());
      const { card } = await client.connect('Lanyard 00 00');
      const host = hostOf(async (octets) => viewOf((await client.transmit(card, octets)).answer));
      const certificate = new X509Certificate((await host.certificate(SLOT.authentication)) ?? assert.fail('none'));
      await host.verify(PIN.secret);
      const digest = fromHex('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08');
      const signature = await host.sign(SLOT.authentication, 'ec-p256', digest);
      // SHA-256 of "test".
      assert.ok(verify('sha256', Buffer.from('test'), certificate.publicKey, signature));
      await desktops.disconnect();
      await reader.says(/The card has left the reader/);
      await client.close();
      assert.equal(await reader.stop(), 0);
      bluez.close();
    }
  });

  test('BLE-023, BLE-024, BLE-030 a phone that walks away is missed at once, and is connected again when it is back', async () => {
    const { bluez, home, desktops, paired, phones, time } = await pairing();
    const reader = start(home, ['--bluetooth']);
    await bluez.shown();
    await desktops.connect(paired.readerId);
    await reader.says(/The card is in the reader/);
    phones.at(-1)?.leave();
    await reader.says(/not connected any more: it is out of reach/);
    await until('it is connected again', async () => {
      time.pass(1_000);
      return (await desktops.state()).desktops[0]?.state === 'connected';
    });
    await reader.says(/connected\.[^]*out of reach[^]*connected\./);
    await reader.stop();
    bluez.close();
  });

  test('BLE-020, BLE-027 a phone that forgets the desktop tells it so: the reader keeps nothing and ends', async () => {
    const { bluez, home, desktops, paired } = await pairing();
    const reader = start(home, ['--bluetooth']);
    await bluez.shown();
    await desktops.connect(paired.readerId);
    await reader.says(/The card is in the reader/);
    await desktops.forget(paired.readerId);
    assert.equal(await reader.code, 0);
    assert.match(reader.said(), /was forgotten/);
    assert.deepEqual(readdirSync(join(home, 'state')), ['reader.json']);
    bluez.close();
  });

  test('BLE-019 one phone at a time: another is refused, and one that says nothing makes room; a stranger is told to go', async () => {
    const { bluez, home, desktops, paired } = await pairing();
    const reader = start(home, ['--bluetooth'], bus.address, soon);
    await bluez.shown();
    const silent = await bluez.phone(185);
    const other = await bluez.phone(185);
    assert.equal(await silent.tryWrite(fromHex('010000')), undefined);
    assert.equal(await other.tryWrite(fromHex('010000')), 'org.bluez.Error.NotPermitted');
    await new Promise<void>((sent) => silent.onEnd(sent));
    other.leave();
    // The paired phone wants to pair once more: this desktop does not wait for that.
    await assert.rejects(desktops.pairNearby(), { code: 'desktop_busy' });
    await until('the way is free', async () =>
      desktops.connect(paired.readerId).then(
        () => true,
        () => false,
      ),
    );
    await reader.says(/The card is in the reader/);
    await reader.stop();
    bluez.close();
  });

  test('what is no packet, no value, or comes in parts is refused or passed over; other programs cannot play the radio', async () => {
    const { bluez, home, desktops, paired } = await pairing();
    const reader = start(home, ['--bluetooth']);
    await bluez.shown();
    const odd = await bluez.phone(185);
    assert.equal(await odd.tryWrite(fromHex('01'), { offset: new Variant('q', 4) }), 'org.bluez.Error.InvalidOffset');
    for (const packet of ['', '00', 'ff00', '0900000000', '01ffff00'])
      assert.equal(await odd.tryWrite(fromHex(packet)), undefined);
    odd.leave();
    const stranger = sessionBus({ busAddress: bus.address });
    await once(stranger as unknown as EventEmitter, 'connect');
    const bus0 = { destination: 'org.freedesktop.DBus', path: '/', interface: 'org.freedesktop.DBus' };
    const [names] = (await stranger.call(new Message({ ...bus0, member: 'ListNames' })))?.body ?? [];
    const others = (names as string[]).filter((name) => name.startsWith(':') && name !== stranger.name);
    assert.ok(others.length >= 2, 'the reader’s among them');
    for (const destination of others) {
      const write = new Message({
        destination,
        path: '/lanyard/service/to_desktop',
        interface: 'org.bluez.GattCharacteristic1',
        member: 'WriteValue',
        signature: 'aya{sv}',
        body: [Buffer.from([1, 0, 0, 1]), { device: new Variant('o', '/org/bluez/hci0/dev_99') }],
      });
      await assert.rejects(stranger.call(write), { type: /UnknownMethod/ });
    }
    stranger.disconnect();
    await desktops.connect(paired.readerId);
    await reader.says(/The card is in the reader/);
    await reader.stop();
    bluez.close();
  });

  test('a Bluetooth service that is started anew is found again', async () => {
    const { bluez, home, desktops, paired } = await pairing();
    const reader = start(home, ['--bluetooth'], bus.address, soon);
    await bluez.shown();
    bluez.close();
    await reader.says(/Bluetooth has gone/);
    const next = await standIn();
    await next.shown();
    await reader.says(/Bluetooth is back/);
    assert.ok(next.advertised());
    assert.equal((await desktops.state()).desktops[0]?.readerId, paired.readerId);
    assert.equal(await reader.stop(), 0);
    next.close();
  });

  test('the doctor says whether phones can see this desktop, and nothing of it where Bluetooth is not installed', async () => {
    const examined = async (options?: StandInOptions): Promise<string> => {
      const bluez = await standIn(options);
      const doctor = start(join(folder, 'patient'), ['doctor']);
      await doctor.code;
      bluez.close();
      return doctor.said();
    };
    assert.doesNotMatch(await examined(), /Bluetooth/);
    mkdirSync(bin());
    writeFileSync(join(bin(), 'bluetoothctl'), '');
    assert.match(await examined(), /ok +Bluetooth: .*hci0 is on: use it with: lanyard reader --bluetooth/);
    assert.match(await examined({ adapter: 'off' }), /missing +Bluetooth: [^]*next: .*bluetoothctl power on/);
  });

  test('what is missing is said by name, with the next step: bus, service, adapter, power, permission', async () => {
    const cases: readonly (readonly [StandInOptions | 'no service', RegExp])[] = [
      ['no service', /apt-get install bluez[^]*\(bluetooth_no_service\)/],
      [{ adapter: 'none' }, /no Bluetooth adapter[^]*\(bluetooth_no_adapter\)/],
      [{ adapter: 'classic' }, /no Bluetooth adapter[^]*\(bluetooth_no_adapter\)/],
      [{ adapter: 'off' }, /bluetoothctl power on[^]*\(bluetooth_off\)/],
      [{ refuses: 'org.freedesktop.DBus.Error.AccessDenied' }, /adduser USER bluetooth[^]*\(bluetooth_not_permitted\)/],
      [{ refuses: 'org.bluez.Error.NotPermitted' }, /\(bluetooth_not_permitted\)/],
      [{ refuses: 'org.bluez.Error.AlreadyExists' }, /AlreadyExists[^]*journalctl[^]*\(bluetooth_failed\)/],
    ];
    const pair = (address?: string) =>
      start(join(folder, `desk-${++homes}`), ['pair', '--bluetooth', '--server', SERVER], address);
    for (const [options, words] of cases) {
      const bluez = options === 'no service' ? undefined : await standIn(options);
      const reader = pair();
      assert.equal(await reader.code, 1);
      assert.match(reader.said(), words);
      bluez?.close();
    }
    const reader = pair('unix:path=/nonexistent/bus');
    assert.equal(await reader.code, 1);
    assert.match(reader.said(), /apt-get install dbus[^]*\(bluetooth_no_bus\)/);
  });
});

test(
  'Debian’s bluetoothd on the same bus: the reader says what it lacks',
  { skip: needs('dbus-daemon', '/usr/libexec/bluetooth/bluetoothd') },
  async (t) => {
    const ran = runProgram(
      'env',
      [`DBUS_SYSTEM_BUS_ADDRESS=${bus.address}`, '/usr/libexec/bluetooth/bluetoothd', '-n'],
      {
        seconds: 3,
      },
    );
    const reader = start(join(folder, `desk-${++homes}`), ['pair', '--bluetooth', '--server', SERVER]);
    const outcome = await Promise.race([ran, reader.code]);
    t.diagnostic(
      typeof outcome === 'object' ? `bluetoothd ended: ${outcome.text.split('\n').at(-2)}` : 'bluetoothd runs',
    );
    assert.equal(await reader.stop(), 1);
    assert.match(reader.said(), /\(bluetooth_no_(service|adapter)\)|\(bluetooth_(off|failed)\)/);
    await ran;
  },
);
