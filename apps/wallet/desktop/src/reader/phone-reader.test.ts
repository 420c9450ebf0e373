import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, test } from 'node:test';
import { type Channel, makeNoiseKeys, openChannel } from '@lanyard/wallet/core';
import { connectFromPhone } from '../../../core/src/link/connect.ts';
import { pairFromPhone } from '../../../core/src/link/pair.ts';
import { shareCard } from '../../../core/src/link/share-card.ts';
import { walletCard } from '../../../core/src/card/wallet-card.ts';
import { activated, randomBytes } from '../../../core/src/testing/bench.ts';
import { nodeKeyOperations } from './key-operations.ts';
import { RESULT } from './pcsc-codes.ts';
import { runReaderCommand } from './run-reader-command.ts';
import { pcscClient } from './testing/pcsc-client.ts';
import { DEVICE, relayForReader, type RelayForReader } from './testing/relay-for-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'lanyard-phone-reader-'));
after(() => rmSync(folder, { recursive: true }));

const PHONE = { deviceId: DEVICE, deviceName: 'Phone' };
const phoneKeys = makeNoiseKeys(randomBytes);
let homes = 0;

interface Desk {
  readonly relay: RelayForReader;
  readonly home: string;
  start(...argv: readonly string[]): Run;
  /** The phone's end of a channel to the reader. */
  channel(purpose: 'pair' | 'connect', own?: typeof phoneKeys): Promise<Channel>;
}
interface Run {
  readonly code: Promise<number>;
  said(): string;
  says(pattern: RegExp): Promise<void>;
  type(line: string): void;
  /** Closes what is typed into. */
  close(): void;
  stop(): void;
}

function createDesk(): Desk {
  const relay = relayForReader();
  const home = join(folder, `desk-${++homes}`);
  return {
    relay,
    home,
    channel: (purpose, own = phoneKeys) =>
      openChannel(relay.call(purpose, PHONE), {
        initiator: true,
        own,
        purpose,
        readerId: relay.readerId(),
        deviceId: DEVICE,
        random: randomBytes,
      }),
    start: (...argv) => {
      const [stdin, ending] = [new PassThrough(), new AbortController()];
      let said = '';
      let heard = (): void => undefined;
      const hear = (text: string): void => {
        said += text;
        heard();
      };
      const code = runReaderCommand([...argv, '--reader-home', home], {
        stdin,
        out: hear,
        say: hear,
        env: { XDG_RUNTIME_DIR: home },
        clock: () => Date.parse('2026-11-22T12:00:00Z'),
        random: randomBytes,
        openSocket: relay.openSocket,
        signal: ending.signal,
      });
      const says = async (pattern: RegExp): Promise<void> => {
        while (!pattern.test(said)) {
          const ended = await Promise.race([code, new Promise<'more'>((more) => (heard = () => more('more')))]);
          if (ended !== 'more') break;
        }
        assert.match(said, pattern);
      };
      return {
        code,
        said: () => said,
        says,
        type: (line) => void stdin.write(`${line}\n`),
        close: () => void stdin.end(),
        stop: () => ending.abort(),
      };
    },
  };
}

/** The phone pairs, its holder typing what `typed` makes of the code. */
async function pair({ channel }: Desk, run: Run, typed: (code: string) => string = (code) => code): Promise<string> {
  const way = await channel('pair');
  try {
    await pairFromPhone(way, {
      random: randomBytes,
      digits: 6,
      phone: 'Phone',
      show: (code) => run.type(typed(code)),
      register: () => assert.fail('told'),
      keep: async () => undefined,
    });
    return 'paired';
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    way.close();
  }
}

async function paired(): Promise<Desk> {
  const desk = createDesk();
  const run = desk.start('pair', '--server', desk.relay.serverUrl, '--name', 'Desk');
  await run.says(/type K7Q 4M2/);
  assert.equal(await pair(desk, run), 'paired');
  assert.equal(await run.code, 0, run.said());
  return desk;
}

const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test('BLE-011, BLE-012 a wrong code is followed by another try, a right one by success; five wrong ones end it', async () => {
  const desk = createDesk();
  const first = desk.start('pair', '--server', desk.relay.serverUrl);
  await first.says(/type K7Q 4M2/);
  for (let n = 0; n < 5; n++) assert.equal(await pair(desk, first, wrong), 'pairing_code_wrong');
  assert.equal(await first.code, 1);
  assert.match(first.said(), /too often[^]*pairing_tries_spent/);
  const second = desk.start('pair', '--server', desk.relay.serverUrl);
  await second.says(/type K7Q 4M2/);
  assert.equal(await pair(desk, second, wrong), 'pairing_code_wrong');
  assert.equal(await pair(desk, second), 'paired');
  assert.equal(await second.code, 0);
  assert.match(second.said(), /Paired with "Phone"/);
});

test('a blank line and what is no code cost no try', async () => {
  const desk = createDesk();
  const run = desk.start('pair', '--server', desk.relay.serverUrl);
  await run.says(/type K7Q 4M2/);
  assert.equal(await pair(desk, run, (code) => `\n12345\nabcdef\n${code.slice(0, 3)} ${code.slice(3)}`), 'paired');
  assert.equal(await run.code, 0);
  assert.equal(run.said().split('The pairing code has 6 digits.').length - 1, 3);
});

test('a damaged file of the reader is named', async () => {
  const desk = await paired();
  writeFileSync(join(desk.home, 'state', 'phone.json'), '{');
  const run = desk.start();
  assert.equal(await run.code, 1);
  assert.match(run.said(), /phone\.json is damaged[^]*begin anew[^]*home_damaged/);
});

test('JSON of another shape in a file of the reader is damage too, and costs no pairing', async () => {
  const desk = await paired();
  const pathOf = (file: string): string => join(desk.home, 'state', file);
  for (const [file, texts] of [
    ['phone.json', ['{}', 'null', '[]', '"text"', '{"deviceId":"x","name":"Phone","key":"x"}']],
    [
      'reader.json',
      ['{}', 'null', '7', '{"serverUrl":"https://wallet.test","name":"Desk","relayKey":{"$bytes":"AA=="}}'],
    ],
  ] as const) {
    const whole = readFileSync(pathOf(file));
    for (const text of texts) {
      writeFileSync(pathOf(file), text);
      const run = desk.start();
      assert.equal(await run.code, 1, text);
      assert.match(run.said(), new RegExp(`${file} is damaged\\.\n.*begin anew\\.\n\\(home_damaged\\)\n$`), text);
      assert.equal(readFileSync(pathOf(file), 'utf8'), text);
    }
    writeFileSync(pathOf(file), whole);
  }
  const run = desk.start();
  await run.says(/Waiting for "Phone"/);
  run.stop();
  assert.equal(await run.code, 0);
});

test('where nothing can be typed pairing ends at once, and says so', async () => {
  const desk = createDesk();
  const run = desk.start('pair', '--server', desk.relay.serverUrl);
  run.close();
  assert.equal(await run.code, 1);
  assert.match(run.said(), /Nothing can be typed here[^]*in a terminal/);
});

test('BLE-019 a paired desktop takes no second phone until it forgot the first, and one that the server gave away none', async () => {
  const desk = await paired();
  const again = desk.start('pair', '--server', desk.relay.serverUrl);
  assert.equal(await again.code, 2);
  assert.match(again.said(), /paired with "Phone"[^]*forget/);
  const forget = desk.start('forget');
  assert.equal(await forget.code, 0, forget.said());
  assert.deepEqual([desk.relay.pairing, readdirSync(join(desk.home, 'state'))], [null, ['reader.json']]);
  desk.relay.taken = true;
  const third = desk.start('pair', '--server', desk.relay.serverUrl);
  await third.says(/type K7Q 4M2/);
  assert.equal(await pair(desk, third), 'desktop_busy');
  assert.equal(await third.code, 1);
  assert.deepEqual(readdirSync(join(desk.home, 'state')), ['reader.json']);
});

async function share(desk: Desk) {
  const bench = await activated();
  const talk = await connectFromPhone(await desk.channel('connect'), {
    random: randomBytes,
    confirm: async () => true,
  });
  return shareCard(talk, {
    card: () => walletCard(bench.wallet, { random: randomBytes, operations: nodeKeyOperations }),
    consent: async () => true,
    used: async () => undefined,
    failed: (error) => assert.fail(String(error)),
  });
}

test('the phone’s card is in the PC/SC reader while it is connected; a connection to the relay that broke is made again', async () => {
  const desk = await paired();
  const run = desk.start();
  await run.says(/Waiting for "Phone"/);
  const path = /PCSCLITE_CSOCK_NAME=(.+)/.exec(run.said())?.[1] ?? assert.fail();
  await share(desk);
  await run.says(/The card is in the reader/);
  const client = await pcscClient(path);
  const { card, result } = await client.connect('Lanyard 00 00');
  assert.equal(result, 0);
  const read = Buffer.from('00cb3fff055c035fc10500', 'hex');
  assert.match(Buffer.from((await client.transmit(card, read)).answer).toString('latin1'), /Alice Example/);
  desk.relay.cut();
  await run.says(/out of reach/);
  await desk.relay.arrived();
  const again = await share(desk);
  await run.says(/connected\.[^]*connected\./);
  assert.equal(run.said().match(/The card is in the reader/g)?.length, 1, 'the card never left');
  again.end('disconnected');
  await run.says(/The card has left the reader/);
  const third = await share(desk);
  await run.says(/The card has left the reader[^]*The card is in the reader/);
  third.end('forbidden');
  await run.says(/The card has left[^]*has left[^]*not connected any more: the organisation does not let them/);
  await client.close();
  run.stop();
  assert.equal(await run.code, 0);
});

test('a program that needs a phone which is away has it woken; what hinders that is said, and where no way is left the card goes', async () => {
  const desk = await paired();
  const run = desk.start();
  await run.says(/Waiting for "Phone"/);
  const path = /PCSCLITE_CSOCK_NAME=(.+)/.exec(run.said())?.[1] ?? assert.fail();
  await share(desk);
  await run.says(/The card is in the reader/);
  desk.relay.cut();
  await run.says(/out of reach/);
  await desk.relay.arrived();
  const client = await pcscClient(path);
  const { card } = await client.connect('Lanyard 00 00');
  const read = await client.transmit(card, Buffer.from('00cb3fff055c035fc10500', 'hex'));
  assert.equal(Buffer.from(read.answer).toString('hex').slice(-4).slice(0, 2), '61', 'what is public is there');
  const verifying = client.transmit(card, Buffer.from('0020008008313233343536ffff', 'hex'));
  await run.says(/"Phone" sleeps, and was asked to wake/);
  desk.relay.tell({ type: 'woken', code: 'wake_limited' });
  await run.says(/too often[^]*Open the wallet on the phone by hand/);
  desk.relay.tell({ type: 'woken', code: 'relay_forbidden' });
  await run.says(/The card has left the reader/);
  assert.equal((await verifying).result, RESULT.cardWasRemoved);
  await client.close();
  run.stop();
  assert.equal(await run.code, 0);
});

test('a phone with another key than the paired one is refused by name, and none but the paired one is answered', async () => {
  const desk = await paired();
  const run = desk.start();
  await run.says(/Waiting for "Phone"/);
  const stranger = desk.channel('connect', makeNoiseKeys(randomBytes));
  await run.says(/not the one that was paired/);
  assert.equal(await (await stranger).receive(), undefined);
  await assert.rejects(desk.channel('pair'), { code: 'link_broken' });
  run.stop();
  assert.equal(await run.code, 0);
});

test('BLE-022 a reader whose phone was forgotten elsewhere says so, keeps nothing of it and ends', async () => {
  const desk = await paired();
  const run = desk.start();
  await run.says(/Waiting for "Phone"/);
  await share(desk);
  await run.says(/The card is in the reader/);
  desk.relay.tell({ type: 'pairing', pairing: null });
  assert.equal(await run.code, 0);
  assert.match(run.said(), /The card has left the reader[^]*was forgotten/);
  assert.deepEqual(readdirSync(join(desk.home, 'state')), ['reader.json']);
});
