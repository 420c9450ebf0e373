import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Bytes, concatBytes, fromHex, toHex, viewOf } from '@lanyard/pki';
import { encodeCommand, parseCommand } from '../apdu.ts';
import { createCard } from '../card.ts';
import { establishChannel } from '../host/establish-channel.ts';
import { hostOf } from '../host/host.ts';
import { sendOver } from '../host/send.ts';
import { readSecureMessagingSigner } from '../objects/secure-messaging-signer.ts';
import { OBJECT } from '../identifiers.ts';
import { writePin } from '../pin-format.ts';
import { hostPorts, secureParts, securePorts, type SecureParts } from '../testing/secure-card.ts';
import { PIN, testKey, testKeys, testPin } from '../testing/software-card.ts';
import { encodeTlv, readTlvs } from '../tlv.ts';
import { CS2, CS7 } from './cipher-suite.ts';
import { closeChannel, decryptData, encryptData, openChannel } from './message-channel.ts';
import { openCommand, openResponse, protectCommand } from './protected-message.ts';

const VERIFY = { ins: 0x20, p1: 0x00, p2: 0x80, data: viewOf(writePin(PIN)) };
const STATUS = { ins: 0x20, p1: 0x00, p2: 0x80, data: new Uint8Array(0) };
const NO_SESSION = '6982';
const keys = testKeys(new Map([[0x9d, testKey('rsa-2048')]]));
const parts = { CS2: await secureParts(CS2), CS7: await secureParts(CS7) };

/** A card, and a session with it whose messages a test makes and sends by hand. */
async function session(of: SecureParts = parts.CS2) {
  const pin = testPin();
  const held = new Map([[OBJECT.chuid, new Uint8Array(2_900).fill(5)]]);
  const card = createCard(securePorts(of, { pin, keys, held }));
  const host = hostOf((octets) => card.transmit(octets));
  const signers = readSecureMessagingSigner(of.held.get(OBJECT.secureMessagingSigner) ?? new Uint8Array(0));
  if (signers === undefined) assert.fail('no signer');
  const { channel } = await establishChannel(host, hostPorts(of), { suite: of.key.suite, signers });
  const protectedVerify = (): Bytes => commandOf(VERIFY, protectCommand(channel, VERIFY));
  const transmit = async (octets: Bytes): Promise<string> => toHex(await card.transmit(octets));
  return { card, pin, channel, transmit, protectedVerify, send: sendOver((octets) => card.transmit(octets)) };
}

const commandOf = ({ ins, p1, p2 }: { ins: number; p1: number; p2: number }, data: Bytes): Bytes =>
  encodeCommand({ cla: 0x0c, ins, p1, p2, data, le: 256 });

/** That the session is over: a message that would have been the next one is not looked at any more. */
async function isOver({ transmit, protectedVerify, pin }: Awaited<ReturnType<typeof session>>): Promise<void> {
  assert.equal(await transmit(protectedVerify()), NO_SESSION);
  assert.deepEqual(pin.calls, []);
}

function flipped(octets: Bytes, bit: number): Bytes {
  const changed = octets.slice();
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

test('SP 800-73-5 pt2 §4.2 a protected command is performed, and its answer protected, whatever its status word', async () => {
  for (const suite of [parts.CS2, parts.CS7]) {
    const { channel, send, pin } = await session(suite);
    const does = async (command: typeof VERIFY) => {
      const answer = await send({ ...command, cla: 0x0c, data: protectCommand(channel, command), le: 256 });
      assert.equal(answer.sw, 0x9000);
      return openResponse(channel, answer.data)?.sw;
    };
    const wrong = { ...VERIFY, data: viewOf(writePin('111111')) };
    assert.deepEqual([await does(STATUS), await does(wrong), await does(VERIFY)], [0x63c3, 0x63c2, 0x9000]);
    assert.equal(pin.left, 3);
  }
});

test('SP 800-73-5 pt2 §4.2 a long command is chained around its protection, and so is a long answer', async () => {
  for (const suite of [parts.CS2, parts.CS7]) {
    const { channel, send } = await session(suite);
    const through = async (command: typeof VERIFY & { le?: number }) => {
      const answer = await send({ ...command, cla: 0x0c, data: protectCommand(channel, command), le: 256 });
      return openResponse(channel, answer.data) ?? assert.fail('not of this session');
    };
    const get = { ins: 0xcb, p1: 0x3f, p2: 0xff, data: fromHex('5c035fc102'), le: 256 };
    assert.equal(toHex((await through(get)).data), `53820b54${'05'.repeat(2_900)}`);
    assert.equal((await through(VERIFY)).sw, 0x9000);
    const block = concatBytes(Uint8Array.of(0), new Uint8Array(255).fill(9));
    const data = encodeTlv(0x7c, encodeTlv(0x82), encodeTlv(0x81, block));
    const { sw, data: opened } = await through({ ins: 0x87, p1: 0x07, p2: 0x9d, data, le: 256 });
    assert.deepEqual([sw, opened.length], [0x9000, 264]);
  }
});

test('SP 800-73-5 pt2 §4.2 whichever bit of a protected command was changed, it is not performed and the session is over', async () => {
  const length = (await session()).protectedVerify().length;
  // The class and the two lengths are the transport's: there a change is refused, and only what is inside ends the session.
  const transport = new Set([0, 4, length - 1]);
  for (let bit = 8; bit < 8 * length; bit++) {
    if (transport.has(bit >> 3)) continue;
    const open = await session();
    assert.match(await open.transmit(flipped(open.protectedVerify(), bit)), /^(6882|6987|6988)$/, `bit ${bit}`);
    await isOver(open);
  }
});

test('SP 800-73-5 pt2 §4.2 a changed class or length is refused', async () => {
  for (const octet of [0, 4])
    for (let bit = 8 * octet; bit < 8 * octet + 8; bit++) {
      const open = await session();
      assert.match(await open.transmit(flipped(open.protectedVerify(), bit)), /^(6e00|6700|9000|698[278])$/);
      assert.deepEqual(open.pin.calls, [], `bit ${bit}`);
    }
});

test('SP 800-73-5 pt2 §4.2 whichever bit of a protected answer was changed, the host does not take it', async () => {
  const open = await session();
  const command = { ins: 0xcb, p1: 0x3f, p2: 0xff, data: fromHex('5c017e'), le: 256 };
  const { data } = await open.send({ ...command, cla: 0x0c, data: protectCommand(open.channel, command), le: 256 });
  for (let bit = 0; bit < 8 * data.length; bit++)
    assert.equal(openResponse({ ...open.channel }, flipped(data, bit)), undefined, `bit ${bit}`);
  assert.equal(openResponse({ ...open.channel }, data)?.sw, 0x9000);
});

test('SP 800-73-5 pt2 §4.2 a message a second time, out of its turn, or of another session, ends the session', async () => {
  const replayed = await session();
  const status = commandOf(STATUS, protectCommand(replayed.channel, STATUS));
  assert.match(await replayed.transmit(status), /9000$/);
  assert.equal(await replayed.transmit(status), '6988');
  await isOver(replayed);

  const reordered = await session();
  const [, second] = [reordered.protectedVerify(), reordered.protectedVerify()];
  assert.equal(await reordered.transmit(second), '6988');
  await isOver(reordered);

  const other = await session();
  assert.equal(await other.transmit((await session()).protectedVerify()), '6988');
  await isOver(other);
});

test('SP 800-73-5 pt2 §4.2 a message without its MAC is 6987, one with objects missing, doubled, strange or out of order 6988', async () => {
  const objectsOf = (command: Bytes): Bytes[] =>
    (readTlvs(parseCommand(command)?.data ?? new Uint8Array(0)) ?? []).map(({ tag, value }) => encodeTlv(tag, value));
  const changes: [string, (objects: Bytes[]) => Uint8Array[]][] = [
    ['6987', () => []],
    ['6987', ([data]) => [data ?? assert.fail()]],
    ['6987', ([data, mac]) => [mac ?? assert.fail(), data ?? assert.fail()]],
    ['6988', ([, mac]) => [mac ?? assert.fail()]],
    ['6988', ([data, mac]) => [data ?? assert.fail(), data ?? assert.fail(), mac ?? assert.fail()]],
    ['6988', ([data, mac]) => [data ?? assert.fail(), fromHex('970100'), mac ?? assert.fail()]],
    ['6988', ([data, mac]) => [data ?? assert.fail(), fromHex('97020000'), mac ?? assert.fail()]],
    ['6988', ([data, mac]) => [fromHex('8500'), data ?? assert.fail(), mac ?? assert.fail()]],
    ['6988', ([data, mac]) => [data ?? assert.fail(), (mac ?? assert.fail()).subarray(0, -1)]],
    ['6988', ([data]) => [data ?? assert.fail(), fromHex('8e0400000000')]],
    ['6988', ([data]) => [data ?? assert.fail(), fromHex('8e00')]],
  ];
  for (const [expected, change] of changes) {
    const open = await session();
    const data = concatBytes(...change(objectsOf(open.protectedVerify())));
    assert.equal(await open.transmit(commandOf(VERIFY, data)), expected);
    await isOver(open);
  }
});

test('SP 800-73-5 pt2 §4.2 data that is padded otherwise, or has no padding, is none of this session although its MAC is right', async () => {
  const { channel } = await session();
  const other = { ...channel };
  for (const [sealed, right] of [
    [encryptData(channel, 'command', fromHex('00112233')), true],
    [encryptData(channel, 'command', new Uint8Array(16).fill(1)).subarray(0, 16), false],
    [encryptData(channel, 'command', new Uint8Array(16).fill(0x80)).subarray(0, 15), false],
    [new Uint8Array(0), false],
  ] as const)
    assert.equal(decryptData(other, 'command', sealed) !== undefined, right);
});

test('SP 800-73-5 pt2 §4.2 data comes out as it went in, of any length, in either direction', () => {
  const key = (length: number) => new Uint8Array(length).fill(3);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(16, 32), fc.nat(500), (data, length, count) => {
      const made = { confirmation: key(length), mac: key(length), encryption: key(length), responseMac: key(length) };
      const [host, card] = [openChannel(made), openChannel(made)];
      host.count = card.count = count + 1;
      const plain = viewOf(data);
      const command = { cla: 0, ins: 0xcb, p1: 0x3f, p2: 0xff, data: plain, le: 256 };
      assert.deepEqual(openCommand(card, { ...command, cla: 0x0c, data: protectCommand(host, command) }), command);
      assert.notDeepEqual(encryptData(host, 'command', plain), encryptData(host, 'response', plain));
    }),
  );
});

test('SP 800-73-5 pt2 §4.2 without a session a protected command is 6982; SELECT comes in clear, and protected ends the session', async () => {
  const card = createCard(securePorts(parts.CS2));
  const select = { ins: 0xa4, p1: 0x04, p2: 0x00, data: fromHex('a00000030800001000'), le: 256 };
  assert.equal(toHex(await card.transmit(commandOf(VERIFY, fromHex('8e080000000000000000')))), NO_SESSION);
  const open = await session();
  assert.equal(await open.transmit(commandOf(select, protectCommand(open.channel, select))), '6882');
  await isOver(open);
});

test('SP 800-73-5 pt2 §4.1 a new establishment, even one that fails, and a reset end the session before', async () => {
  const again = await session();
  assert.equal(await again.transmit(fromHex('008727040400000000')), '6a80');
  await isOver(again);
  const reset = await session();
  reset.card.reset();
  assert.equal(await reset.transmit(reset.protectedVerify()), NO_SESSION);
});

test('a reset that overtakes a command takes its answer away', async () => {
  let judged: (outcome: { readonly kind: 'right' }) => void = () => assert.fail('nobody asked');
  const pin = { ...testPin(), verify: () => new Promise<{ readonly kind: 'right' }>((resolve) => (judged = resolve)) };
  const card = createCard(securePorts(parts.CS2, { pin }));
  const signers = readSecureMessagingSigner(parts.CS2.held.get(OBJECT.secureMessagingSigner) ?? new Uint8Array(0));
  const host = hostOf((octets) => card.transmit(octets));
  const offer = { suite: CS2, signers: signers ?? assert.fail('no signer') };
  const { channel } = await establishChannel(host, hostPorts(parts.CS2), offer);
  const answer = card.transmit(commandOf(VERIFY, protectCommand(channel, VERIFY)));
  await new Promise((done) => void setImmediate(done));
  card.reset();
  judged({ kind: 'right' });
  assert.equal(toHex(await answer), NO_SESSION);
});

test('SP 800-73-5 pt2 §4.1 the keys of a session that is over are zeros', async () => {
  const { channel } = await session();
  closeChannel(channel);
  const { confirmation, mac, encryption, responseMac } = channel.keys;
  for (const octets of [confirmation, mac, encryption, responseMac, channel.commandChain])
    assert.match(toHex(octets), /^(00)+$/);
});

test('a plain command in between changes nothing of the session', async () => {
  const open = await session();
  assert.match(await open.transmit(fromHex('00cb3fff035c017e00')), /9000$/);
  assert.match(await open.transmit(open.protectedVerify()), /9000$/);
  assert.deepEqual(open.pin.calls, ['verify']);
});

test('whatever comes in a protected command, the card answers with a status word and performs nothing', async () => {
  const hostile = fc.tuple(
    fc.constantFrom(0x0c, 0x1c, 0x04),
    fc.constantFrom(0xcb, 0x20, 0x87, 0xc0, 0xa4),
    fc.uint8Array({ minLength: 2, maxLength: 260 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { maxLength: 4 }), async (commands) => {
      const { card, pin } = await session();
      for (const [cla, ins, rest] of commands) {
        const answer = await card.transmit(Uint8Array.of(cla, ins, ...rest));
        assert.ok(answer.length >= 2 && answer.length <= 258);
      }
      assert.deepEqual(pin.calls, []);
    }),
    { numRuns: 200 },
  );
});
