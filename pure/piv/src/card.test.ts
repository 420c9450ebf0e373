import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Bytes, fromHex, toHex } from '@lanyard/pki';
import { type Card, createCard } from './card.ts';
import { hostOf } from './host/host.ts';
import { DERIVED_AID, OBJECT, PIV_AID } from './identifiers.ts';
import { PIN, testKey, testKeys, testPin, testPorts } from './testing/software-card.ts';

const hex = (text: string): Bytes => fromHex(text.replaceAll(' ', ''));
const send = async (card: Card, command: string): Promise<string> => toHex(await card.transmit(hex(command)));
const SELECTED = '61114f0600001000010079074f05a0000003089000';
const VERIFY = '00 20 00 80 08 37 33 39 31 35 34 ff ff';
const WRONG = '00 20 00 80 08 31 31 31 31 31 31 ff ff';

test('SP 800-73-5 pt2 §3.1.1 the application is selected by its whole name, without its version, by its provider, and by the derived name', async () => {
  const card = createCard(testPorts());
  for (const aid of [PIV_AID, PIV_AID.subarray(0, 9), PIV_AID.subarray(0, 5), DERIVED_AID, DERIVED_AID.subarray(0, 9)])
    assert.equal(await send(card, `00a40400${aid.length.toString(16).padStart(2, '0')}${toHex(aid)}00`), SELECTED);
});

test('SP 800-73-5 pt2 §3.1.1 a foreign name is 6A82, and neither it nor selecting again ends the security status', async () => {
  const card = createCard(testPorts());
  assert.equal(await send(card, VERIFY), '9000');
  assert.equal(await send(card, '00 a4 04 00 05 a0 00 00 00 03 00'), '6a82');
  assert.equal(await send(card, '00 a4 04 00 04 a0 00 00 03 00'), '6a82');
  assert.equal(await send(card, `00a404000b${toHex(PIV_AID)}00`), SELECTED);
  assert.equal(await send(card, '00 20 00 80'), '9000');
});

test('SP 800-73-5 pt2 §2.4.4 the application is the default after reset, and a reset forgets the PIN', async () => {
  const pin = testPin();
  const card = createCard(testPorts({ pin, held: new Map([[OBJECT.discovery, hex('4f00')]]) }));
  assert.equal(await send(card, '00 cb 3f ff 03 5c 01 7e 00'), '7e024f009000');
  await send(card, VERIFY);
  card.reset();
  assert.equal(await send(card, '00 20 00 80'), '63c3');
  assert.deepEqual(pin.calls, ['verify', 'forget']);
});

test('SP 800-73-5 pt2 §2.4.4 a reset while the PIN is being judged wins: the PIN is forgotten when it turns out right', async () => {
  for (const command of [VERIFY, '00 24 00 80 10 37 33 39 31 35 34 ff ff 38 30 38 31 38 32 ff ff']) {
    const pin = testPin();
    const { promise: judged, resolve: judge } = Promise.withResolvers<void>();
    const slow = {
      ...pin,
      verify: async (given: string) => (await judged, pin.verify(given)),
      change: async (present: string, next: string) => (await judged, pin.change(present, next)),
    };
    const card = createCard(testPorts({ pin: slow }));
    const answering = send(card, command);
    card.reset();
    judge();
    assert.equal(await answering, '6982');
    assert.equal(await send(card, '00 20 00 80'), '63c3');
    assert.equal(pin.calls.at(-1), 'forget', 'its keeper too keeps it no longer');
  }
});

test('SP 800-73-5 pt2 §2.4.4 a reset while an object is being read leaves no rest of it to be asked for', async () => {
  const { promise: read, resolve: give } = Promise.withResolvers<Bytes>();
  const card = createCard(testPorts({ objects: { read: () => read } }));
  const answering = send(card, '00 cb 3f ff 05 5c 03 5f c1 02 00');
  card.reset();
  give(new Uint8Array(600));
  assert.equal(await answering, '6982');
  assert.equal(await send(card, '00 c0 00 00 00'), '6985');
});

test('SP 800-73-5 pt2 §3.1.2 GET DATA: absent is 6A82, a name that is none 6A80, other parameters 6A86', async () => {
  const card = createCard(testPorts({ held: new Map([[OBJECT.chuid, hex('3e00fe00')]]) }));
  assert.equal(await send(card, '00 cb 3f ff 05 5c 03 5f c1 02 00'), '53043e00fe009000');
  assert.equal(await send(card, '00 cb 3f ff 05 5c 03 5f c1 07 00'), '6a82');
  assert.equal(await send(card, '00 cb 3f ff 05 5c 03 5f ff 07 00'), '6a82');
  assert.equal(await send(card, '00 cb 3f ff 05 5d 03 5f c1 02 00'), '6a80');
  assert.equal(await send(card, '00 cb 3f fe 05 5c 03 5f c1 02 00'), '6a86');
});

test('SP 800-73-5 pt1 Table 2 printed information is given only after the PIN', async () => {
  const card = createCard(testPorts({ held: new Map([[OBJECT.printedInformation, hex('fe00')]]) }));
  const read = '00 cb 3f ff 05 5c 03 5f c1 09 00';
  assert.equal(await send(card, read), '6982');
  await send(card, VERIFY);
  assert.equal(await send(card, read), '5302fe009000');
});

test('SP 800-73-5 pt2 §2.4.2 Le is kept to, and GET RESPONSE gives the rest', async () => {
  const content = Uint8Array.from({ length: 600 }, (_, i) => i & 0xff);
  const card = createCard(testPorts({ held: new Map([[OBJECT.chuid, content]]) }));
  assert.equal(await send(card, '00 cb 3f ff 05 5c 03 5f c1 02 08'), '53820258000102036100');
  const second = await send(card, '00 c0 00 00 00');
  assert.equal(second.slice(-4), '6100');
  const third = await send(card, '00 c0 00 00 00');
  assert.equal(third.slice(-4), '6154');
  const last = await send(card, '00 c0 00 00 54');
  assert.equal(`00010203${[second, third, last].map((piece) => piece.slice(0, -4)).join('')}`, toHex(content));
  assert.equal(await send(card, '00 c0 00 00 00'), '6985');
});

test('SP 800-73-5 pt2 §3.2.1 VERIFY: status, right, wrong with the tries left, blocked without a comparison', async () => {
  const pin = testPin();
  const card = createCard(testPorts({ pin }));
  assert.equal(await send(card, '00 20 00 80'), '63c3');
  assert.equal(await send(card, VERIFY), '9000');
  assert.equal(await send(card, WRONG), '63c2');
  assert.equal(await send(card, '00 20 00 80'), '63c2', 'a wrong PIN ends the security status');
  assert.equal(await send(card, WRONG), '63c1');
  assert.equal(await send(card, WRONG), '6983');
  assert.equal(await send(card, VERIFY), '6983');
  assert.equal(await send(card, '00 20 00 80'), '6983');
});

test('SP 800-73-5 pt2 §3.2.1 VERIFY: a wrong format is 6A80 and no try, other references are 6A88', async () => {
  const pin = testPin();
  const card = createCard(testPorts({ pin }));
  for (const data of [
    '06 37 33 39 31 35 34',
    '08 37 33 39 31 35 34 00 00',
    '08 37 33 39 41 35 34 ff ff',
    '08 37 33 39 ff 35 34 ff ff',
    '08 37 33 39 ff ff ff ff ff',
  ])
    assert.equal(await send(card, `00 20 00 80 ${data}`), '6a80', data);
  for (const reference of ['00', '81', '96', '97', '98'])
    assert.equal(await send(card, `00 20 00 ${reference}`), '6a88', reference);
  assert.equal(await send(card, '00 20 01 80'), '6a86');
  assert.deepEqual([pin.calls, pin.left], [[], 3]);
});

test('PDM-025 PDM-026 a PIN of 4 to 8 digits is taken to its keeper, nothing else is', async () => {
  const given: string[] = [];
  const pin = { ...testPin(), verify: async (value: string) => (given.push(value), { kind: 'right' } as const) };
  const card = createCard(testPorts({ pin }));
  assert.equal(await send(card, '00 20 00 80 08 31 32 33 34 ff ff ff ff'), '9000');
  assert.equal(await send(card, '00 20 00 80 08 31 32 33 34 35 36 37 38'), '9000');
  assert.equal(await send(card, '00 20 00 80 08 31 32 33 ff ff ff ff ff'), '6a80');
  assert.equal(await send(card, '00 20 00 80 09 31 32 33 34 35 36 37 38 39'), '6a80');
  assert.equal(await send(card, '00 20 00 80 08 31 32 61 34 ff ff ff ff'), '6a80');
  assert.deepEqual(given, ['1234', '12345678']);
});

test('SP 800-73-5 pt2 §3.2.1 VERIFY with P1=FF logs out and leaves the counter', async () => {
  const pin = testPin();
  const card = createCard(testPorts({ pin }));
  await send(card, VERIFY);
  assert.equal(await send(card, '00 20 ff 80'), '9000');
  assert.equal(await send(card, '00 20 00 80'), '63c3');
  assert.equal(await send(card, '00 20 ff 80 01 31'), '6a80');
});

test('PDM-033 SP 800-73-5 pt2 §3.2.2 CHANGE REFERENCE DATA: right, wrong, badly formed, against the rules', async () => {
  const pin = testPin();
  const card = createCard(testPorts({ pin }));
  const host = hostOf((octets) => card.transmit(octets));
  await assert.rejects(host.changePin('111111', '808182'), { sw: 0x63c2 });
  await assert.rejects(host.changePin(PIN, '123456'), { sw: 0x6a80 });
  assert.equal(await send(card, `00240080 10 37 33 39 31 35 34 ff ff 31 32 61 34 ff ff ff ff`), '6a80');
  assert.deepEqual(pin.calls, ['change'], 'a PIN of a wrong format or against the rules is no guess');
  await host.changePin(PIN, '808182');
  assert.equal(await send(card, '00 20 00 80'), '9000');
  await host.logout();
  await host.verify('808182');
  assert.equal(await send(card, `00240081 10 37 33 39 31 35 34 ff ff 31 32 33 34 ff ff ff ff`), '6a88');
});

test('SP 800-73-5 pt2 §3.2.3 RESET RETRY COUNTER: the right key unblocks and grants nothing, a wrong one counts', async () => {
  const pin = testPin();
  const card = createCard(testPorts({ pin }));
  pin.left = 0;
  const code = (text: string) => `002c0080 10 ${toHex(Buffer.from(text, 'latin1'))}`;
  assert.equal(await send(card, `${code('WRONGKEY')} 38 30 38 31 38 32 ff ff`), '63c4');
  assert.equal(await send(card, `${code('UNBLOCK!')} 38 30 38 31 ff 32 ff ff`), '6a80');
  assert.equal(await send(card, `${code('UNBLOCK!')} 38 30 38 31 38 32 ff ff`), '9000');
  assert.equal(await send(card, '00 20 00 80'), '63c3');
  assert.equal(await send(card, '00 20 00 80 08 38 30 38 31 38 32 ff ff'), '9000');
});

test('SP 800-73-5 pt2 §3.3 objects and keys are put and made only in a personalisation session', async () => {
  const closed = createCard(testPorts());
  await send(closed, VERIFY);
  assert.equal(await send(closed, '00 db 3f ff 09 5c 03 5f c1 02 53 02 fe 00'), '6982');
  assert.equal(await send(closed, '00 47 00 9a 05 ac 03 80 01 11 00'), '6982');
  const put: [number, string][] = [];
  const key = testKey('ec-p256');
  const personalisation = {
    putData: async (tag: number, content: Bytes) => void put.push([tag, toHex(content)]),
    generate: async () => key.spki,
  };
  const card = createCard(testPorts({ personalisation }));
  assert.equal(await send(card, '00 db 3f ff 09 5c 03 5f c1 02 53 02 fe 00'), '9000');
  assert.equal(await send(card, '00 db 3f ff 02 7e 00'), '9000');
  assert.equal(await send(card, '00 db 3f ff 09 5c 03 5f ff 02 53 02 fe 00'), '6a80');
  assert.deepEqual(put, [
    [OBJECT.chuid, 'fe00'],
    [OBJECT.discovery, ''],
  ]);
  assert.match(await send(card, '00 47 00 9a 05 ac 03 80 01 11 00'), /^7f4943864104[0-9a-f]{128}9000$/);
  assert.equal(await send(card, '00 47 00 9a 05 ac 03 80 01 06 00'), '6a80');
  assert.equal(await send(card, '00 47 00 9b 05 ac 03 80 01 11 00'), '6a86');
});

test('SP 800-73-5 pt2 §2.4.2 another command in the middle of a chain drops the chain', async () => {
  const key = testKey('rsa-2048');
  const card = createCard(testPorts({ keys: testKeys(new Map([[0x9a, key]])) }));
  await send(card, VERIFY);
  assert.equal(await send(card, `10 87 07 9a 04 7c 82 01 06`), '9000');
  assert.equal(await send(card, '00 20 00 80'), '9000');
  assert.equal(await send(card, '00 87 07 9a 04 82 00 81 00'), '6a80');
});

test('a chain without an end is bounded', async () => {
  const card = createCard(testPorts());
  const piece = `10 db 3f ff ff ${'00'.repeat(255)}`;
  const answers: string[] = [];
  for (let i = 0; i < 70; i++) answers.push(await send(card, piece));
  assert.deepEqual([answers.indexOf('6700'), answers.at(-1)], [64, '9000']);
});

test('SP 800-73-5 pt2 §2.4.6 what is not there: 6D00, 6E00, secure messaging 6882, no command 6700', async () => {
  const card = createCard(testPorts());
  assert.equal(await send(card, '00 fd 00 00'), '6d00');
  assert.equal(await send(card, '80 cb 3f ff'), '6e00');
  assert.equal(await send(card, '0c cb 3f ff'), '6882');
  assert.equal(await send(card, '00 cb 3f ff 00 00 05'), '6700');
});

test('whatever is sent, the card answers with a status word', async () => {
  const card = createCard(testPorts({ keys: testKeys(new Map([[0x9a, testKey('ec-p256')]])) }));
  const instructions = fc.constantFrom(0xa4, 0xcb, 0x20, 0x24, 0x2c, 0x87, 0xdb, 0x47, 0xc0, 0x00);
  const hostile = fc.tuple(fc.constantFrom(0x00, 0x10), instructions, fc.uint8Array({ minLength: 2, maxLength: 260 }));
  await fc.assert(
    fc.asyncProperty(hostile, async ([cla, ins, rest]) => {
      const answer = await card.transmit(Uint8Array.of(cla, ins, ...rest));
      assert.ok(answer.length >= 2 && answer.length <= 258);
    }),
    { numRuns: 3_000 },
  );
});
