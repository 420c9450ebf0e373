import assert from 'node:assert/strict';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { type Host, hostOf, OBJECT, SLOT } from '@lanyard/piv';
import { type Bytes, viewOf } from '@lanyard/pki';
import { activated, createBench, PIN, randomBytes } from '../testing/bench.ts';
import { walletCard } from './wallet-card.ts';
import { webKeyOperations } from './web-key-operations.ts';

const parts = { random: randomBytes, operations: webKeyOperations(randomBytes) };

const message = Buffer.from('what is signed');
const digest = viewOf(createHash('sha256').update(message).digest());

async function cardOfAlice() {
  const bench = await activated();
  const wallet = await bench.restart();
  const card = (await walletCard(wallet, parts)) ?? assert.fail('no card');
  const host = hostOf((octets) => card.transmit(octets));
  return { bench, wallet, card, host };
}

const sign = (host: Host, slot: number): Promise<Bytes> => host.sign(slot, 'ec-p256', digest);
const isOpen = async ({ wallet }: Awaited<ReturnType<typeof cardOfAlice>>) => (await wallet.overview()).vault.open;
const triesOf = async (host: Host): Promise<number> =>
  (await host.send({ ins: 0x20, p1: 0, p2: 0x80, data: new Uint8Array(0) })).sw;

test('the three certificates are read while the vault is closed and the server away', async () => {
  const alice = await cardOfAlice();
  alice.bench.server.setOffline(true);
  const subjects: string[] = [];
  for (const slot of [SLOT.authentication, SLOT.signature, SLOT.keyManagement])
    subjects.push(new X509Certificate((await alice.host.certificate(slot)) ?? assert.fail(String(slot))).subject);
  assert.deepEqual(
    subjects,
    ['authentication', 'signing', 'encryption'].map((purpose) => `CN=Alice Example ${purpose}`),
  );
  assert.ok((await alice.host.getData(OBJECT.chuid))?.length);
  assert.equal(await isOpen(alice), false);
});

test('PDM-063 the derived credential PIN opens the vault, the key signs, a reset closes the vault again', async () => {
  const alice = await cardOfAlice();
  await assert.rejects(sign(alice.host, SLOT.authentication), { sw: 0x6982 });
  await alice.host.verify(PIN.secret);
  const certificate = new X509Certificate((await alice.host.certificate(SLOT.authentication)) ?? assert.fail('none'));
  assert.ok(verify('sha256', message, certificate.publicKey, await sign(alice.host, SLOT.authentication)));
  await assert.rejects(sign(alice.host, SLOT.signature), { sw: 0x6982 }, 'it asks for the PIN each time');
  assert.equal(await isOpen(alice), true);
  alice.card.reset();
  assert.equal(await isOpen(alice), false);
});

test('a wrong PIN costs a try at the server, and once all are spent the card is blocked for good', async () => {
  const { host, bench } = await cardOfAlice();
  assert.equal(await triesOf(host), 0x63ca);
  for (let left = 9; left > 0; left--) {
    await assert.rejects(host.verify('999990'), { sw: 0x63c0 + left });
    assert.equal(bench.server.shares.get('pin')?.tries, left);
  }
  assert.equal(await triesOf(host), 0x63c1);
  await assert.rejects(host.verify('999990'), { sw: 0x6983 });
  await assert.rejects(host.verify(PIN.secret), { sw: 0x6983 });
  assert.equal(await triesOf(host), 0x6983);
});

test('VERIFY without a PIN asks the server how many tries are left, which costs none', async () => {
  const { host, bench, card } = await cardOfAlice();
  const row = bench.server.shares.get('pin') ?? assert.fail('no PIN');
  row.tries = 4; // another program of this device guessed meanwhile
  assert.equal(await triesOf(host), 0x63c4);
  assert.equal(await triesOf(host), 0x63c4);
  assert.equal(row.tries, 4);
  row.tries = 0;
  card.reset();
  assert.equal(await triesOf(host), 0x6983);
  bench.server.setOffline(true);
  card.reset();
  assert.equal(await triesOf(host), 0x63ca, 'what policy gives, where nobody can be asked');
});

test('PDM-033 the PIN is changed by the card; a guessable or short one is refused and costs no try', async () => {
  const { host, bench } = await cardOfAlice();
  for (const poor of ['123456', '80818']) await assert.rejects(host.changePin(PIN.secret, poor), { sw: 0x6a80 });
  assert.equal(bench.server.shares.get('pin')?.tries, 10);
  await assert.rejects(host.changePin('999990', '808182'), { sw: 0x63c9 });
  await host.changePin(PIN.secret, '808182');
  await host.logout();
  await host.verify('808182');
});

test('without the server the PIN is neither right nor wrong: the card says nothing', async () => {
  const { host, bench } = await cardOfAlice();
  bench.server.setOffline(true);
  await assert.rejects(host.verify(PIN.secret), { code: 'offline' });
  bench.server.setOffline(false);
  await host.verify(PIN.secret);
});

test('a vault that locked itself asks for the PIN again', async () => {
  const { host, bench } = await cardOfAlice();
  await host.verify(PIN.secret);
  bench.time.now += 6 * 60_000;
  await assert.rejects(sign(host, SLOT.authentication), { sw: 0x6982 });
  await host.verify(PIN.secret);
  await sign(host, SLOT.authentication);
});

test('a credential that was suspended meanwhile signs nothing, whatever the PIN', async () => {
  const { host, bench, wallet } = await cardOfAlice();
  const [credential] = bench.server.credentials;
  if (credential !== undefined) credential.state = 'suspended';
  bench.server.desired = { ...bench.server.desired, generation: 'later' };
  await host.verify(PIN.secret);
  await wallet.checkIn();
  await assert.rejects(sign(host, SLOT.authentication), { sw: 0x6982 });
  assert.equal(await walletCard(wallet, parts), undefined);
});

test('BLE-051 a wallet without an active credential has no card', async () => {
  const { wallet } = await createBench();
  assert.equal(await walletCard(wallet, parts), undefined);
});
