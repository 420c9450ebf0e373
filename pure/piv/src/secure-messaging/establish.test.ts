import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, concatBytes, fromHex, toHex } from '@lanyard/pki';
import { type Card, createCard } from '../card.ts';
import { encodeTlv } from '../tlv.ts';
import { ecdhKey, secureParts, securePorts } from '../testing/secure-card.ts';
import { testPorts } from '../testing/software-card.ts';
import { CS2, CS7, suiteFor } from './cipher-suite.ts';

const hostId = fromHex('0102030405060708');

interface Asked {
  readonly suite?: number;
  readonly control?: number;
  readonly id?: Bytes;
  readonly point?: Bytes;
  readonly more?: Bytes;
}

async function ask(card: Card, { suite = 0x27, control = 0, id = hostId, point, more }: Asked): Promise<string> {
  const request = concatBytes(Uint8Array.of(control), id, point ?? ecdhKey('ec-p256').point);
  const data = encodeTlv(0x7c, encodeTlv(0x81, request), more ?? encodeTlv(0x82));
  return toHex(await card.transmit(Uint8Array.of(0, 0x87, suite, 0x04, data.length, ...data, 0)));
}

const cardOf = async (suite = CS2): Promise<Card> => createCard(securePorts(await secureParts(suite)));

test('SP 800-73-5 pt2 §3.1.1 SELECT lists the one suite that the card offers, and none where it offers none', async () => {
  const select = fromHex('00a4040009a0000003080000100000');
  const template = '4f0600001000010079074f05a000000308';
  for (const [card, expected] of [
    [await cardOf(CS2), `6119${template}ac06800127060100`],
    [await cardOf(CS7), `6119${template}ac0680012e060100`],
    [createCard(testPorts()), `6111${template}`],
  ] as const)
    assert.equal(toHex(await card.transmit(select)), `${expected}9000`);
});

test('SP 800-73-5 pt2 §4 a signature, key management or retired key on P-384 asks for the stronger suite', () => {
  const suite = (...slots: [number, 'ec-p256' | 'ec-p384' | 'rsa-3072'][]) => suiteFor(slots).id;
  assert.deepEqual(
    [suite([0x9c, 'ec-p384']), suite([0x9d, 'ec-p384']), suite([0x82, 'ec-p384']), suite([0x95, 'ec-p384'])],
    [0x2e, 0x2e, 0x2e, 0x2e],
  );
  assert.deepEqual([suite([0x9a, 'ec-p384'], [0x9c, 'ec-p256'], [0x9d, 'rsa-3072']), suite()], [0x27, 0x27]);
});

test('SP 800-73-5 pt2 §4.1.2 the card answers with control octet, nonce, cryptogram and its certificate', async () => {
  for (const [suite, nonce] of [
    [CS2, 16],
    [CS7, 24],
  ] as const) {
    const parts = await secureParts(suite);
    const card = createCard(securePorts(parts));
    const asked = { suite: suite.id, point: ecdhKey(suite.algorithm).point };
    const first = await ask(card, asked);
    const rest = first.startsWith('7c') ? toHex(await card.transmit(fromHex('00c0000000'))) : '';
    const answer = first.slice(0, -4) + rest.slice(0, -4);
    const certificate = toHex(parts.key.certificate);
    assert.ok(answer.endsWith(certificate));
    const head = answer.slice(0, -certificate.length);
    assert.match(head, new RegExp(`^7c8[12](..){1,2}828[12](..){1,2}00(..){${nonce + 16}}$`));
    assert.notEqual(first, await ask(card, asked), 'each session has a nonce of its own');
  }
});

test('SP 800-73-5 pt2 §4.1.2 what is no request of the protocol is 6A80, another suite than the card’s 6A86', async () => {
  const card = await cardOf();
  const off = ecdhKey('ec-p256').point;
  off[64] = (off[64] ?? 0) ^ 1;
  for (const wrong of [
    { control: 1 },
    { control: 0x80 },
    { id: hostId.slice(1) },
    { point: off },
    { point: ecdhKey('ec-p256').point.fill(2, 0, 1) },
    { point: ecdhKey('ec-p384').point },
    { point: new Uint8Array(0) },
    { more: encodeTlv(0x82, Uint8Array.of(0)) },
    { more: new Uint8Array(0) },
    { more: concatBytes(encodeTlv(0x82), encodeTlv(0x85)) },
  ])
    assert.equal(await ask(card, wrong), '6a80');
  assert.equal(toHex(await card.transmit(fromHex('0087270400'))), '6a80');
  for (const suite of [0x2e, 0x11, 0x00]) assert.equal(await ask(card, { suite }), '6a86');
});

test('a card without the key knows neither its reference nor protected commands', async () => {
  const card = createCard(testPorts());
  assert.equal(await ask(card, {}), '6a86');
  assert.equal(toHex(await card.transmit(fromHex('0c20008000'))), '6882');
  assert.equal(toHex(await card.transmit(fromHex('00200098'))), '6a88');
});

test('SP 800-73-5 pt2 §4.1 the shared secret does not stay in memory', async () => {
  const parts = await secureParts(CS2);
  const secrets: Bytes[] = [];
  const agree = async (point: Bytes) => {
    const z = await parts.key.agree(point);
    if (z !== undefined) secrets.push(z);
    return z;
  };
  const card = createCard(securePorts({ ...parts, key: { ...parts.key, agree } }));
  assert.match(await ask(card, {}), /^7c/);
  assert.deepEqual(
    secrets.map((z) => toHex(z)),
    ['00'.repeat(32)],
  );
});
