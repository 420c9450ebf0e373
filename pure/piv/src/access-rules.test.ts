import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, fromHex, toHex } from '@lanyard/pki';
import { createCard } from './card.ts';
import { secureHost, type SecureHost } from './host/secure-host.ts';
import { hostOf } from './host/host.ts';
import { OBJECT, SLOT } from './identifiers.ts';
import type { CardPorts } from './ports.ts';
import { CS2 } from './secure-messaging/cipher-suite.ts';
import { hostPorts, PAIRING_CODE, secureParts, securePorts } from './testing/secure-card.ts';
import { PIN, testKey, testKeys, testPin } from './testing/software-card.ts';

const parts = await secureParts(CS2);
const RETIRED_OBJECT = 0x5fc10d;
const key = testKey('ec-p256');
const keys = testKeys(
  new Map([SLOT.authentication, SLOT.signature, SLOT.cardAuthentication].map((slot) => [slot, key])),
);
const digest: Bytes = new Uint8Array(32).fill(1);
const refused = { sw: 0x6982 };

/** SP 800-73-5 pt1 Table 2: who may read a container over the air. */
const READ = {
  always: [
    OBJECT.chuid,
    OBJECT.cardAuthenticationCertificate,
    OBJECT.discovery,
    OBJECT.biometricGroup,
    OBJECT.secureMessagingSigner,
  ],
  virtualContact: [
    OBJECT.cardCapability,
    OBJECT.authenticationCertificate,
    OBJECT.signatureCertificate,
    OBJECT.keyManagementCertificate,
    OBJECT.securityObject,
    OBJECT.keyHistory,
    RETIRED_OBJECT,
  ],
  pin: [OBJECT.fingerprints, OBJECT.face, OBJECT.iris, OBJECT.printedInformation, OBJECT.pairingCode],
};
const held = new Map<number, Bytes>(
  [...READ.always, ...READ.virtualContact, ...READ.pin]
    .filter((tag) => tag !== OBJECT.secureMessagingSigner && tag !== OBJECT.discovery)
    .map((tag) => [tag, fromHex('fe00')]),
);

function air(changes: Partial<CardPorts> = {}) {
  const pin = testPin();
  const card = createCard(securePorts(parts, { held, keys, pin, ...changes }), 'contactless');
  const transmit = (octets: Bytes) => card.transmit(octets);
  return { card, pin, plain: hostOf(transmit), secure: () => secureHost(transmit, hostPorts(parts)) };
}

async function readable(host: Pick<SecureHost, 'send'>, tags: readonly number[]): Promise<Set<number>> {
  const words = new Set<number>();
  for (const tag of tags) {
    const name = fromHex(tag.toString(16).padStart(2, '0'));
    const data = Uint8Array.of(0x5c, name.length, ...name);
    words.add((await host.send({ ins: 0xcb, p1: 0x3f, p2: 0xff, data, le: 256 })).sw);
  }
  return words;
}

test('SP 800-73-5 pt1 Table 2 over the air anybody reads what opens doors, the rest by the virtual contact interface, some with the PIN', async () => {
  const { plain, secure } = air();
  const [open, refusedWord] = [new Set([0x9000]), new Set([0x6982])];
  const all = async (host: Pick<SecureHost, 'send'>) => [
    await readable(host, READ.always),
    await readable(host, READ.virtualContact),
    await readable(host, READ.pin),
  ];
  assert.deepEqual(await all(plain), [open, refusedWord, refusedWord]);
  const host = await secure();
  assert.deepEqual(await all(host), [open, refusedWord, refusedWord], 'a channel alone is not the interface');
  await host.verifyPairingCode(PAIRING_CODE);
  assert.deepEqual(await all(host), [open, open, refusedWord]);
  await host.verify(PIN);
  assert.deepEqual(await all(host), [open, open, open]);
  assert.deepEqual(await all(plain), [open, refusedWord, refusedWord], 'who speaks in clear has none of it');
});

test('SP 800-73-5 pt1 Table 2 over the air not even the absence of a container is told', async () => {
  const { plain } = air({ objects: { read: () => undefined } });
  assert.deepEqual(await readable(plain, [...READ.virtualContact, ...READ.pin, 0x5fff01]), new Set([0x6982]));
  assert.deepEqual(await readable(plain, READ.always), new Set([0x6a82]));
});

test('SP 800-73-5 pt1 Table 2 with contacts, with a channel and without one, everything is as it was', async () => {
  const card = createCard(securePorts(parts, { held, keys }));
  const plain = hostOf((octets) => card.transmit(octets));
  const host = await secureHost((octets) => card.transmit(octets), hostPorts(parts));
  for (const by of [plain, host]) {
    assert.deepEqual(await readable(by, [...READ.always, ...READ.virtualContact]), new Set([0x9000]));
    assert.deepEqual(await readable(by, READ.pin), new Set([0x6982]));
  }
  await host.verify(PIN);
  assert.deepEqual(await readable(plain, READ.pin), new Set([0x9000]));
  host.end();
  await plain.sign(SLOT.authentication, 'ec-p256', digest);
});

test('SP 800-73-5 pt1 Table 5 over the air the card authentication key serves all, the others only after channel, code and PIN', async () => {
  const { plain, secure, pin } = air();
  await plain.sign(SLOT.cardAuthentication, 'ec-p256', digest);
  await assert.rejects(plain.sign(SLOT.authentication, 'ec-p256', digest), refused);
  await assert.rejects(plain.verify(PIN), refused);
  assert.equal((await plain.send({ ins: 0x20, p1: 0, p2: 0x80, data: new Uint8Array(0) })).sw, 0x6982);
  await assert.rejects(plain.changePin(PIN, '808182'), refused);
  const host = await secure();
  await assert.rejects(host.verify(PIN), refused);
  assert.deepEqual(pin.calls, ['forget'], 'nobody tries a PIN without the code');
  await host.verifyPairingCode(PAIRING_CODE);
  await assert.rejects(host.sign(SLOT.authentication, 'ec-p256', digest), refused);
  await host.verify(PIN);
  await host.sign(SLOT.signature, 'ec-p256', digest);
  await assert.rejects(host.sign(SLOT.signature, 'ec-p256', digest), refused);
  await host.sign(SLOT.authentication, 'ec-p256', digest);
  await assert.rejects(plain.sign(SLOT.authentication, 'ec-p256', digest), refused, 'the PIN was given to the channel');
  await host.changePin(PIN, '808182');
});

test('over the air nobody unblocks the PIN, personalises the card or takes an administrator’s challenge', async () => {
  const personalisation = { putData: async () => undefined, generate: async () => key.spki };
  const { secure, pin } = air({ personalisation });
  const host = await secure();
  await host.verifyPairingCode(PAIRING_CODE);
  await host.verify(PIN);
  const word = async (ins: number, p1: number, p2: number, data: string) =>
    (await host.send({ ins, p1, p2, data: fromHex(data), le: 256 })).sw;
  assert.equal(await word(0x2c, 0, 0x80, '554e424c4f434b21393831373634ffff'), 0x6982);
  assert.equal(await word(0xdb, 0x3f, 0xff, '5c035fc1025302fe00'), 0x6982);
  assert.equal(await word(0x47, 0, 0x9a, 'ac03800111'), 0x6982);
  assert.equal(await word(0x87, 0x03, 0x9b, '7c028100'), 0x6982);
  assert.deepEqual(pin.calls, ['forget', 'verify']);
});

test('SP 800-73-5 pt2 §3.2.1 the pairing code: 6300 when wrong, 6A80 for no eight digits, in clear not at all; it is forgotten on demand', async () => {
  const { plain, secure } = air();
  const word = async (host: Pick<SecureHost, 'send'>, data: string, p1 = 0) =>
    (await host.send({ ins: 0x20, p1, p2: 0x98, data: fromHex(data) })).sw;
  const right = toHex(Buffer.from(PAIRING_CODE));
  const wrong = toHex(Buffer.from(PAIRING_CODE === '00000000' ? '00000001' : '00000000'));
  assert.deepEqual([await word(plain, right), await word(plain, '')], [0x6982, 0x6982]);
  const host = await secure();
  assert.deepEqual(
    [await word(host, ''), await word(host, wrong), await word(host, right), await word(host, '')],
    [0x6300, 0x6300, 0x9000, 0x9000],
  );
  for (const poor of ['3132333435363738'.slice(2), '31323334353637ff', `${right}30`])
    assert.equal(await word(host, poor), 0x6a80);
  assert.equal(await word(host, '', 0xff), 0x9000);
  assert.equal(await word(host, ''), 0x6300);
  assert.equal(await word(host, right), 0x9000);
  assert.equal(await word(host, wrong), 0x6300);
  assert.equal(await word(host, ''), 0x6300, 'a wrong code ends what a right one gave');
});

test('SP 800-73-5 pt1 §3.3.2 where the Discovery Object asks for no code, the channel is the interface, and 98 is unknown', async () => {
  const { pairing: _pairing, ...open } = parts.key;
  const { secure } = air({ secureMessaging: open });
  const host = await secure();
  await host.verify(PIN);
  await host.sign(SLOT.authentication, 'ec-p256', digest);
  assert.equal((await host.send({ ins: 0x20, p1: 0, p2: 0x98, data: fromHex('3132333435363738') })).sw, 0x6a88);
});

test('SP 800-73-5 pt2 §4.2 what ends the channel over the air takes the PIN and the code with it', async () => {
  const { card, plain, secure, pin } = air();
  const first = await secure();
  await first.verifyPairingCode(PAIRING_CODE);
  await first.verify(PIN);
  assert.equal(toHex(await card.transmit(fromHex('0c200080028e0000'))), '6988');
  await assert.rejects(first.logout(), { reason: 'answer_not_authentic' });
  const second = await secure();
  await assert.rejects(second.sign(SLOT.authentication, 'ec-p256', digest), refused);
  await second.verifyPairingCode(PAIRING_CODE);
  await assert.rejects(second.sign(SLOT.authentication, 'ec-p256', digest), refused, 'the PIN is asked for again');
  await assert.rejects(plain.sign(SLOT.authentication, 'ec-p256', digest), refused);
  assert.deepEqual(pin.calls, ['forget', 'verify', 'forget', 'forget']);
});

test('SP 800-73-5 pt2 §4.2 with contacts the PIN outlives the channel', async () => {
  const card = createCard(securePorts(parts, { keys }));
  const host = await secureHost((octets) => card.transmit(octets), hostPorts(parts));
  await host.verify(PIN);
  assert.equal(toHex(await card.transmit(fromHex('0c200080028e0000'))), '6988');
  assert.equal(toHex(await card.transmit(fromHex('00200080'))), '9000');
});
