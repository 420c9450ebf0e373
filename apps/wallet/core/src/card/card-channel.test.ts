import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasPairingCode, hostOf, OBJECT, secureHost, type SecureHostPorts, SLOT } from '@lanyard/piv';
import { type Bytes, toHex, utf8Encode, webVerifier } from '@lanyard/pki';
import { makeAgreementKey } from '../key-material.ts';
import { activated, type Bench, PASSCODE, PIN, randomBytes } from '../testing/bench.ts';
import { loadCardContents } from './card-contents.ts';
import { type WalletCard, walletCard } from './wallet-card.ts';
import { webKeyOperations } from './web-key-operations.ts';

const operations = webKeyOperations(randomBytes);
const NOTHING = new Uint8Array(0);
const HOUR_MS = 3_600_000;

/** A program on a desktop that speaks PIV secure messaging, and trusts whoever signed. */
const ports: SecureHostPorts = {
  random: { bytes: randomBytes },
  verifier: webVerifier,
  ephemeral: async (keyType) => {
    const { pkcs8, point } = await makeAgreementKey(keyType);
    return { point, agree: (theirs) => operations.agree({ keyType, pkcs8 }, theirs) };
  },
  trusts: () => true,
};

type Setting = 'off' | 'pairing-code' | 'no-pairing-code';

async function setTo(bench: Bench, secureMessaging: Setting): Promise<void> {
  const { desired } = bench.server;
  const wallet = { ...desired.wallet, desktops: { ...desired.wallet.desktops, secureMessaging } };
  bench.server.desired = { ...desired, wallet, generation: crypto.randomUUID() };
  await bench.wallet.checkIn();
}

async function phoneWith(secureMessaging: Setting): Promise<Bench> {
  const bench = await activated();
  await setTo(bench, secureMessaging);
  return bench;
}

async function cardOf({ wallet }: Bench): Promise<WalletCard> {
  return (await walletCard(wallet, { random: randomBytes, operations })) ?? assert.fail('no card');
}

const open = (card: WalletCard) => secureHost((octets) => card.transmit(octets), ports);
const discoveryOf = (card: WalletCard): Bytes => card.objects.get(OBJECT.discovery) ?? NOTHING;

test('a setting that is off, as it is by default, gives a card without secure messaging', async () => {
  const bench = await phoneWith('off');
  const card = await cardOf(bench);
  await assert.rejects(open(card), { reason: 'not_offered' });
  assert.equal(toHex(discoveryOf(card)).slice(-4), '4000');
  await assert.rejects(bench.wallet.pairingCode(), { code: 'no_pairing_code' });
});

test('SP 800-73-5 pt2 §4 where the setting has it the card opens a channel, takes its own pairing code, PIN and commands over it', async () => {
  const bench = await phoneWith('pairing-code');
  const code = await bench.wallet.pairingCode();
  assert.match(code, /^[0-9]{8}$/);
  bench.wallet.lock();
  const card = await cardOf(await reopened(bench));
  assert.equal(toHex(discoveryOf(card)).slice(-4), '4800');
  const host = await open(card);
  await host.verifyPairingCode(code);
  await assert.rejects(host.getData(OBJECT.pairingCode), { sw: 0x6982 });
  await host.verify(PIN.secret);
  const container = (await host.getData(OBJECT.pairingCode)) ?? assert.fail('no container');
  assert.equal(toHex(container), `9908${toHex(utf8Encode(code))}fe00`);
  await host.sign(SLOT.signature, 'ec-p256', new Uint8Array(32));
});

const reopened = async (bench: Bench): Promise<Bench> => {
  await bench.restart();
  return bench;
};

test('the pairing code is nowhere in clear: not in storage, not in what anybody may read of the card', async () => {
  const bench = await phoneWith('pairing-code');
  const code = await bench.wallet.pairingCode();
  const kept = JSON.stringify(await bench.storage.get('card-contents'), (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
  assert.ok(kept.length > 500 && !kept.includes(code));
  const card = await cardOf(bench);
  assert.equal(card.objects.has(OBJECT.pairingCode), false);
  for (const content of card.objects.values()) assert.ok(!toHex(content).includes(toHex(utf8Encode(code))));
  bench.wallet.lock();
  await assert.rejects(bench.wallet.pairingCode(), { code: 'vault_locked' });
  assert.ok(!('secrets' in ((await bench.wallet.overview()).cardContents ?? assert.fail('no contents'))));
});

test('ten wrong pairing codes an hour, over restarts and channels: then not even the right one is compared', async () => {
  const bench = await phoneWith('pairing-code');
  const code = await bench.wallet.pairingCode();
  const wrong = code === '00000000' ? '00000001' : '00000000';
  const word = async (given: string): Promise<number> => {
    const host = await open(await cardOf(bench));
    return (await host.send({ ins: 0x20, p1: 0, p2: 0x98, data: utf8Encode(given) })).sw;
  };
  for (let tries = 0; tries < 9; tries++) assert.equal(await word(wrong), 0x6300);
  await bench.restart();
  assert.equal(await word(code), 0x9000, 'a right one costs nothing');
  assert.equal(await word(wrong), 0x6300);
  assert.equal(await word(code), 0x6300);
  bench.time.now += HOUR_MS - 1;
  assert.equal(await word(code), 0x6300);
  bench.time.now += 1;
  assert.equal(await word(code), 0x9000);
});

test('a code is sealed, so it is made only while the vault is open; the channel without one needs no vault', async () => {
  const locked = await activated();
  locked.wallet.lock();
  await setTo(locked, 'pairing-code');
  await assert.rejects(open(await cardOf(locked)), { reason: 'not_offered' });
  await locked.wallet.unlock('passcode', PASSCODE.secret);
  await locked.wallet.checkIn();
  await open(await cardOf(locked));
  locked.wallet.lock();
  await setTo(locked, 'no-pairing-code');
  const card = await cardOf(locked);
  assert.equal(toHex(discoveryOf(card)).slice(-4), '4c00');
  assert.equal(hasPairingCode(discoveryOf(card)), false);
  await open(card);
  await setTo(locked, 'off');
  await assert.rejects(open(await cardOf(locked)), { reason: 'not_offered' });
});

test('the key stays with its certificate: the next check-in makes no other, and a server that is away stops nothing', async () => {
  const bench = await phoneWith('pairing-code');
  const before = await loadCardContents(bench.storage);
  const code = await bench.wallet.pairingCode();
  await bench.wallet.checkIn();
  assert.deepEqual(await loadCardContents(bench.storage), before);
  assert.equal(await bench.wallet.pairingCode(), code);
  bench.server.setOffline(true);
  const host = await open(await cardOf(bench));
  await host.verifyPairingCode(code);
});

test('with contacts a program that knows nothing of it uses the card as ever', async () => {
  const bench = await phoneWith('pairing-code');
  const card = await cardOf(bench);
  const host = hostOf((octets) => card.transmit(octets));
  await host.verify(PIN.secret);
  await host.sign(SLOT.authentication, 'ec-p256', new Uint8Array(32));
});

test('who unregisters leaves nothing of the card behind', async () => {
  const bench = await phoneWith('pairing-code');
  await bench.wallet.isPairingCode('00000000');
  await bench.wallet.unregister({ force: true });
  assert.deepEqual(
    [await bench.storage.get('card-contents'), await bench.storage.get('card-pairing-tries')],
    [undefined, undefined],
  );
});
