import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, fromHex, toHex } from '@lanyard/pki';
import { createCard } from '../card.ts';
import { OBJECT } from '../identifiers.ts';
import { CS2, CS7 } from '../secure-messaging/cipher-suite.ts';
import { signCvc } from '../secure-messaging/cvc.ts';
import { issuerIdOf } from '../secure-messaging/verify-cvc.ts';
import {
  CARD_UUID,
  ecdhKey,
  hostPorts,
  PAIRING_CODE,
  secureParts,
  securePorts,
  testSigner,
} from '../testing/secure-card.ts';
import { PIN, testPin, testPorts } from '../testing/software-card.ts';
import { secureHost } from './secure-host.ts';

const parts = await secureParts(CS2);
const ESTABLISH = 0x87;
const pairingCode = `9908${toHex(Buffer.from(PAIRING_CODE))}fe00`;

/** A way to a card on which somebody sits, who may change what the card answers. */
const meddled =
  (card: { transmit(octets: Bytes): Promise<Bytes> }, change: (answer: Bytes, ins: number) => Bytes) =>
  async (octets: Bytes): Promise<Bytes> =>
    change(await card.transmit(octets), octets[1] ?? 0);

for (const suite of [CS2, CS7])
  test(`SP 800-73-5 pt2 §4.1.1 a channel in ${suite.algorithm}: the card proves itself, then takes code and PIN in secret`, async () => {
    const own = await secureParts(suite);
    const card = createCard(securePorts(own));
    const seen: string[] = [];
    const host = await secureHost(async (octets) => {
      seen.push(toHex(octets));
      return card.transmit(octets);
    }, hostPorts(own));
    assert.deepEqual([host.suite, host.cardUuid], [suite.id, CARD_UUID]);
    await host.verifyPairingCode(PAIRING_CODE);
    await host.verify(PIN);
    assert.equal(toHex((await host.getData(OBJECT.pairingCode)) ?? assert.fail('none')), pairingCode);
    for (const secret of [PAIRING_CODE, PIN])
      assert.ok(!seen.join(' ').includes(toHex(Buffer.from(secret))), 'nobody on the way reads it');
    await assert.rejects(host.verifyPairingCode('00000000'), { sw: 0x6300 });
  });

test('commands given at the same time go one after another', async () => {
  const card = createCard(securePorts(parts));
  const host = await secureHost((octets) => card.transmit(octets), hostPorts(parts));
  await host.verify(PIN);
  const read = await Promise.all(Array.from({ length: 5 }, () => host.getData(OBJECT.pairingCode)));
  assert.deepEqual(
    read.map((content) => toHex(content ?? new Uint8Array(0))),
    Array.from({ length: 5 }, () => pairingCode),
  );
});

test('a host does not talk with a card that offers nothing, shows no signer, or one that is not trusted', async () => {
  const opens = (ports: Parameters<typeof createCard>[0], host = hostPorts(parts)) => {
    const card = createCard(ports);
    return secureHost((octets) => card.transmit(octets), host);
  };
  await assert.rejects(opens(testPorts()), { reason: 'not_offered' });
  await assert.rejects(opens(testPorts({ secureMessaging: parts.key })), { reason: 'signer_missing' });
  const damaged = new Map([[OBJECT.secureMessagingSigner, fromHex('7000710100fe00')]]);
  await assert.rejects(opens(securePorts(parts, { held: damaged })), { reason: 'signer_missing' });
  const other = hostPorts({ signer: (await testSigner('ec-p256')).certificate });
  await assert.rejects(opens(securePorts(parts), other), { reason: 'signer_untrusted' });
});

test('SP 800-73-5 pt2 §4.1.1 a card with the certificate of another, and one whose key is not its certificate’s, prove nothing', async () => {
  const opens = (key: typeof parts.key) => {
    const card = createCard(securePorts({ ...parts, key }));
    return secureHost((octets) => card.transmit(octets), hostPorts(parts));
  };
  const stranger = ecdhKey('ec-p256');
  const otherKey = { ...parts.key, agree: async (point: Bytes) => stranger.agree(point) };
  await assert.rejects(opens(otherKey), { reason: 'card_not_proven' });
  const forger = await testSigner('ec-p256');
  const issuer = issuerIdOf(parts.signer) ?? assert.fail('no identifier');
  const content = { role: 'card', issuer, subject: CARD_UUID, suite: CS2, point: stranger.point } as const;
  const certificate = await signCvc(content, forger.signer);
  await assert.rejects(opens({ ...otherKey, certificate }), { reason: 'certificate_invalid' });
});

test('SP 800-73-5 pt2 §4.1.1 whichever octet of the card’s answer was changed on the way, there is no channel', async () => {
  const card = createCard(securePorts(parts));
  let length = 1;
  for (let at = 0; at < length; at++) {
    const change = (answer: Bytes, ins: number): Bytes => {
      if (ins !== ESTABLISH) return answer;
      ({ length } = answer);
      return answer.map((octet, index) => (index === at ? octet ^ 0x01 : octet));
    };
    await assert.rejects(secureHost(meddled(card, change), hostPorts(parts)), `octet ${at}`);
  }
  assert.ok(length > 240);
});

test('SP 800-73-5 pt2 §4.2 an answer in clear, an altered one and none at all end the channel for the host', async () => {
  const plain = (word: string) => () => fromHex(word);
  const altered = (answer: Bytes): Bytes => answer.map((octet, at) => (at === 3 ? octet ^ 1 : octet));
  for (const change of [
    plain('9000'),
    plain('63c2'),
    plain('6988'),
    plain('990290008e0800000000000000009000'),
    altered,
  ]) {
    const pin = testPin();
    const card = createCard(securePorts(parts, { pin }));
    let meddle = false;
    const host = await secureHost(
      meddled(card, (answer) => (meddle ? change(answer) : answer)),
      hostPorts(parts),
    );
    meddle = true;
    await assert.rejects(host.verify(PIN), { reason: 'answer_not_authentic' });
    meddle = false;
    await assert.rejects(host.getData(OBJECT.discovery), { reason: 'session_ended' });
  }
  const card = createCard(securePorts(parts));
  let cut = false;
  const host = await secureHost(async (octets) => {
    if (cut) throw new Error('the reader is gone');
    return card.transmit(octets);
  }, hostPorts(parts));
  cut = true;
  await assert.rejects(host.verify(PIN), /the reader is gone/);
  cut = false;
  await assert.rejects(host.verify(PIN), { reason: 'session_ended' });
});
