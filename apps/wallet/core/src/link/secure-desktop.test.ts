import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOf, OBJECT, secureHost, type SecureHost, type SecureHostPorts, SLOT } from '@lanyard/piv';
import { type Bytes, fromHex, toHex, utf8Encode, webVerifier } from '@lanyard/pki';
import { walletCard } from '../card/wallet-card.ts';
import { webKeyOperations } from '../card/web-key-operations.ts';
import { makeAgreementKey } from '../key-material.ts';
import { activated, PIN, randomBytes } from '../testing/bench.ts';
import { connectAtDesktop, connectFromPhone } from './connect.ts';
import { desktopCard } from './desktop-card.ts';
import type { RemoteCard } from './remote-card.ts';
import { shareCard } from './share-card.ts';
import { manualAfter } from './testing/manual-after.ts';
import { meeting } from './testing/meeting.ts';
import { eventually } from './testing/relay-double.ts';

const operations = webKeyOperations(randomBytes);
const digest: Bytes = new Uint8Array(32).fill(9);
const ports: SecureHostPorts = {
  random: { bytes: randomBytes },
  verifier: webVerifier,
  ephemeral: async (keyType) => {
    const { pkcs8, point } = await makeAgreementKey(keyType);
    return { point, agree: (theirs) => operations.agree({ keyType, pkcs8 }, theirs) };
  },
  trusts: () => true,
};

/** A phone whose card has secure messaging, or not, connected to a desktop; `crossed` are the commands that it was asked. */
async function desk(secureMessaging: 'off' | 'pairing-code') {
  const bench = await activated();
  const { desired } = bench.server;
  const setting = { ...desired.wallet.desktops, secureMessaging };
  bench.server.desired = { ...desired, wallet: { ...desired.wallet, desktops: setting }, generation: 'later' };
  await bench.wallet.checkIn();
  const code = secureMessaging === 'off' ? '' : await bench.wallet.pairingCode();
  bench.wallet.lock();
  const { phone, desktop } = await meeting('connect');
  const [phoneTalk, desktopTalk] = await Promise.all([
    connectFromPhone(phone, { random: randomBytes, confirm: async () => true }),
    connectAtDesktop(desktop, { random: randomBytes, show: () => undefined }),
  ]);
  let inserted: RemoteCard | undefined;
  const time = manualAfter();
  const card = desktopCard({
    after: time.after,
    clock: time.now,
    random: randomBytes,
    insert: (now) => void (inserted = now),
    remove: () => void (inserted = undefined),
    wake: () => assert.fail('the phone is awake'),
  });
  void card.attach(desktopTalk);
  const crossed: string[] = [];
  const uses: string[] = [];
  shareCard(phoneTalk, {
    card: async () => {
      const own = await walletCard(bench.wallet, { random: randomBytes, operations });
      if (own === undefined) return undefined;
      return { ...own, transmit: (octets) => (crossed.push(toHex(octets.subarray(0, 4))), own.transmit(octets)) };
    },
    consent: async () => true,
    used: async (act, outcome) => void uses.push(`${act} ${outcome}`),
    failed: (error) => assert.fail(String(error)),
  });
  await eventually(() => inserted !== undefined);
  const transmit = (octets: Bytes): Promise<Bytes> => (inserted ?? assert.fail('the reader is empty')).transmit(octets);
  return { code, crossed, uses, transmit, reset: () => inserted?.reset() };
}

const answered = async (host: SecureHost, data: Bytes) => (await host.send({ ins: 0x20, p1: 0x00, p2: 0x80, data })).sw;

test('BLE-049 secure messaging begins at the program and ends in the phone: the desktop sees neither PIN nor code, and each use is told', async () => {
  const { code, crossed, uses, transmit, reset } = await desk('pairing-code');
  const seen: string[] = [];
  const host = await secureHost(async (octets) => {
    seen.push(toHex(octets));
    return transmit(octets);
  }, ports);
  assert.deepEqual(crossed, ['00872704'], 'what anybody may read wakes nobody');
  await host.verifyPairingCode(code);
  assert.equal(await answered(host, new Uint8Array(0)), 0x63ca);
  await host.verify(PIN.secret);
  await host.sign(SLOT.signature, 'ec-p256', digest);
  assert.ok(await host.getData(OBJECT.chuid));
  const container = (await host.getData(OBJECT.pairingCode)) ?? assert.fail('none');
  assert.equal(toHex(container), `9908${toHex(utf8Encode(code))}fe00`);
  assert.deepEqual(uses, ['pin done', 'sign done'], 'a channel, its code and a question after tries use nothing');
  assert.ok(
    crossed.slice(1).every((header) => /^(0c|00c0)/.test(header)),
    crossed.join(' '),
  );
  for (const secret of [PIN.secret, code]) assert.ok(!seen.join(' ').includes(toHex(utf8Encode(secret))));
  reset();
  await assert.rejects(host.verify(PIN.secret), { reason: 'answer_not_authentic' });
});

test('a program that speaks in clear has the card as ever, and its pairing code after the PIN', async () => {
  const { code, transmit } = await desk('pairing-code');
  const host = hostOf(transmit);
  await assert.rejects(host.getData(OBJECT.pairingCode), { sw: 0x6982 });
  await host.verify(PIN.secret);
  await host.sign(SLOT.authentication, 'ec-p256', digest);
  const container = (await host.getData(OBJECT.pairingCode)) ?? assert.fail('none');
  assert.equal(toHex(container), `9908${toHex(utf8Encode(code))}fe00`);
});

test('a card without secure messaging refuses what is protected in the reader already, and never takes it for plain', async () => {
  const { crossed, transmit } = await desk('off');
  await assert.rejects(secureHost(transmit, ports), { reason: 'not_offered' });
  for (const command of ['0ccb3fff055c035fc10200', '0c20008008373339313534ffff', '0ca404000b a000000308000010000100'])
    assert.equal(toHex(await transmit(fromHex(command.replace(' ', '')))), '6882');
  assert.equal(await hostOf(transmit).getData(OBJECT.pairingCode), undefined);
  assert.deepEqual(crossed, []);
});
