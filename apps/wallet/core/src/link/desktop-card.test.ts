import assert from 'node:assert/strict';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import type { FromWalletToReader } from '@lanyard/contract';
import { type Host, hostOf, OBJECT, SLOT } from '@lanyard/piv';
import { viewOf } from '@lanyard/pki';
import { walletCard } from '../card/wallet-card.ts';
import { webKeyOperations } from '../card/web-key-operations.ts';
import { activated, PIN, randomBytes } from '../testing/bench.ts';
import type { CardAct } from './card-use.ts';
import { connectAtDesktop, connectFromPhone } from './connect.ts';
import { ANSWER_MS, desktopCard, THERE_MS } from './desktop-card.ts';
import { createInbox } from './inbox.ts';
import type { RemoteCard } from './remote-card.ts';
import { type CardShare, shareCard } from './share-card.ts';
import type { Between } from './testing/carrier-pair.ts';
import { manualAfter } from './testing/manual-after.ts';
import { meeting } from './testing/meeting.ts';
import { eventually } from './testing/relay-double.ts';

const message = Buffer.from('what is signed');
const digest = viewOf(createHash('sha256').update(message).digest());

/** A phone with a credential and a desktop, connected as often as a test wants. */
async function desk() {
  const bench = await activated();
  bench.wallet.lock();
  const time = manualAfter();
  const events: string[] = [];
  const uses: string[] = [];
  const woken: number[] = [];
  let asked: ((act: CardAct) => Promise<boolean>) | undefined;
  let inserted: RemoteCard | undefined;
  const card = desktopCard({
    after: time.after,
    clock: time.now,
    random: randomBytes,
    insert: (now) => {
      inserted = now;
      events.push('in');
    },
    remove: () => {
      inserted = undefined;
      events.push('out');
    },
    wake: () => void woken.push(time.now()),
  });
  const host = (): Host => hostOf((octets) => (inserted ?? assert.fail('the reader is empty')).transmit(octets));
  const connect = async (between?: Between) => {
    const { phone, desktop } = await meeting('connect', between);
    const numbers: string[] = [];
    const [phoneTalk, desktopTalk] = await Promise.all([
      connectFromPhone(phone, { random: randomBytes, confirm: async (number) => numbers.push(number) > 0 }),
      connectAtDesktop(desktop, { random: randomBytes, show: (number) => numbers.push(number) }),
    ]);
    assert.equal(new Set(numbers).size, 1, 'both show the same number');
    const cardIn = events.length;
    const over = card.attach(desktopTalk);
    const share: CardShare = shareCard(phoneTalk, {
      card: () => walletCard(bench.wallet, { random: randomBytes, operations: webKeyOperations(randomBytes) }),
      consent: (act) => asked?.(act) ?? Promise.resolve(true),
      used: async (act, outcome) => void uses.push(`${act} ${outcome}`),
      failed: (error) => assert.fail(String(error)),
    });
    return { share, over, phone, desktop, cardIn };
  };
  return {
    bench,
    time,
    events,
    uses,
    woken,
    connect,
    host,
    card,
    isIn: () => inserted !== undefined,
    reset: () => inserted?.reset(),
    ask: (answer: typeof asked) => void (asked = answer),
  };
}

/** Lets everything that is ready happen. */
const settle = () => new Promise<void>((done) => void setImmediate(done));

test('BLE-014, BLE-049 the desktop has the card without any key: PIN and signature are the phone’s, each use is told', async () => {
  const d = await desk();
  await d.connect();
  await eventually(d.isIn);
  const host = d.host();
  const certificate = new X509Certificate((await host.certificate(SLOT.authentication)) ?? assert.fail('none'));
  assert.equal(d.uses.length, 0, 'who only looks wakes nobody');
  await assert.rejects(host.sign(SLOT.authentication, 'ec-p256', digest), { sw: 0x6982 });
  await host.verify(PIN.secret);
  assert.ok(verify('sha256', message, certificate.publicKey, await host.sign(SLOT.authentication, 'ec-p256', digest)));
  await assert.rejects(host.sign(SLOT.signature, 'ec-p256', digest), { sw: 0x6982 });
  await host.verify(PIN.secret);
  await host.sign(SLOT.signature, 'ec-p256', digest);
  assert.deepEqual(d.uses, ['sign-in refused', 'pin done', 'sign-in done', 'sign refused', 'pin done', 'sign done']);
});

test('BLE-015 a wrong PIN costs a try at the server; taking the power off the card takes the PIN back', async () => {
  const d = await desk();
  await d.connect();
  await eventually(d.isIn);
  await assert.rejects(d.host().verify('999990'), { sw: 0x63c9 });
  await d.host().verify(PIN.secret);
  d.reset();
  await assert.rejects(d.host().sign(SLOT.authentication, 'ec-p256', digest), { sw: 0x6982 });
  assert.equal((await d.bench.wallet.overview()).vault.open, false);
});

test('a holder who is asked and says no, or a server that is away, makes a clean card error', async () => {
  const d = await desk();
  await d.connect();
  await eventually(d.isIn);
  await d.host().verify(PIN.secret);
  d.ask(async () => false);
  await assert.rejects(d.host().sign(SLOT.authentication, 'ec-p256', digest), { sw: 0x6982 });
  d.ask(async () => true);
  await d.host().sign(SLOT.authentication, 'ec-p256', digest);
  d.bench.server.setOffline(true);
  await assert.rejects(d.host().verify(PIN.secret), { sw: 0x6f00 });
});

test('a holder who does not answer within 60 seconds makes a clean card error', async () => {
  const d = await desk();
  await d.connect();
  await eventually(d.isIn);
  await d.host().verify(PIN.secret);
  let asked = false;
  d.ask(() => ((asked = true), new Promise(() => undefined)));
  const signing = d.host().sign(SLOT.authentication, 'ec-p256', digest);
  const refused = assert.rejects(signing, { sw: 0x6f00 });
  await eventually(() => asked);
  d.time.pass(ANSWER_MS);
  await refused;
});

test('a way that is cut in the middle of a signature makes a clean card error at once', async () => {
  const d = await desk();
  const { phone } = await d.connect();
  await eventually(d.isIn);
  await d.host().verify(PIN.secret);
  d.ask(async () => (phone.close(), true));
  await assert.rejects(d.host().sign(SLOT.authentication, 'ec-p256', digest), { sw: 0x6f00 });
});

const RIGHT = PIN.secret;

test('BLE-013, BLE-030 a phone out of reach is woken and waited for: the card stays, and what needs it fails after a minute', async () => {
  const d = await desk();
  const first = await d.connect();
  await eventually(d.isIn);
  first.phone.close();
  assert.equal(await first.over, 'lost');
  assert.ok(await d.host().getData(OBJECT.chuid), 'what anybody may read is answered meanwhile');
  assert.deepEqual(d.woken, [], 'and wakes nobody');
  const verifying = d.host().verify(RIGHT);
  await eventually(() => d.woken.length === 1);
  d.time.pass(20_000);
  await d.connect();
  await verifying;
  const third = await d.connect();
  third.phone.close();
  await third.over;
  for (const use of [() => d.host().verify(RIGHT), () => d.host().sign(SLOT.cardAuthentication, 'ec-p256', digest)]) {
    const before = d.woken.length;
    const asleep = assert.rejects(use(), { sw: 0x6f00 });
    await eventually(() => d.woken.length > before);
    d.time.pass(ANSWER_MS - 1);
    await settle();
    assert.equal(d.card.wanted, true, 'not before the minute is over');
    d.time.pass(1);
    await asleep;
  }
  assert.equal(d.card.wanted, false);
  assert.deepEqual(d.events, ['in'], 'the same card never left');
});

test('a wallet that is closed leaves its card in the reader; one whose holder disconnects takes it along', async () => {
  const d = await desk();
  const { share, over } = await d.connect();
  await eventually(d.isIn);
  share.end('asleep');
  assert.equal(await over, 'asleep');
  assert.deepEqual([d.isIn(), d.woken], [true, []]);
  const again = await d.connect();
  again.share.end('disconnected');
  assert.equal(await again.over, 'disconnected');
  assert.deepEqual(d.events, ['in', 'out']);
});

test('the tries of a PIN are asked of a phone that is there, and remembered of one that sleeps: nobody is woken for them', async () => {
  const d = await desk();
  const status = async () => (await d.host().send({ ins: 0x20, p1: 0, p2: 0x80, data: new Uint8Array(0) })).sw;
  const { phone, over } = await d.connect();
  await eventually(d.isIn);
  assert.equal(await status(), 0x63ca);
  await assert.rejects(d.host().verify('999990'), { sw: 0x63c9 });
  phone.close();
  await over;
  assert.equal(await status(), 0x63c9);
  const again = await d.connect();
  await d.host().verify(PIN.secret);
  again.phone.close();
  await again.over;
  assert.equal(await status(), 0x63ca, 'a right PIN gives them back, and is not remembered as verified');
  assert.deepEqual(d.woken, []);
});

test('a phone that the system put to sleep, its connection open and silent, is woken; what it was to do is done once it is back', async () => {
  const d = await desk();
  let frozen = false;
  const first = await d.connect((octets) => (frozen ? undefined : octets));
  await eventually(d.isIn);
  frozen = true;
  d.time.pass(10_000);
  const verifying = d.host().verify(RIGHT);
  await settle();
  d.time.pass(THERE_MS);
  await eventually(() => d.woken.length === 1);
  assert.equal(await first.over, 'lost');
  assert.equal(
    await first.share.ended,
    'lost',
    'no farewell: for the phone it is the same connection when it comes back',
  );
  await d.connect();
  await verifying;
  assert.deepEqual(d.uses, ['pin done'], 'one try, not two');
  assert.deepEqual(d.events, ['in']);
});

test('a phone that comes back with another card, or with none, is not handed what was meant for the one before', async () => {
  const d = await desk();
  const { phone, over } = await d.connect();
  await eventually(d.isIn);
  phone.close();
  await over;
  const verifying = assert.rejects(d.host().verify(RIGHT), { sw: 0x6f00 });
  await eventually(() => d.woken.length === 1);
  const [credential] = d.bench.server.credentials;
  if (credential !== undefined) credential.state = 'revoked';
  d.bench.server.desired = { ...d.bench.server.desired, generation: 'later' };
  await d.bench.wallet.checkIn();
  await d.connect();
  await verifying;
  assert.deepEqual([d.events, d.uses], [['in', 'out'], []]);
});

test('BLE-038 a phone that says it disconnects takes its card along at once', async () => {
  const d = await desk();
  const { share, over } = await d.connect();
  await eventually(d.isIn);
  share.end('disconnected');
  assert.equal(await over, 'disconnected');
  assert.deepEqual(d.events, ['in', 'out']);
});

test('a desktop that stops, or forgets the phone, says so to the phone', async () => {
  for (const why of ['stopped', 'forgotten'] as const) {
    const d = await desk();
    const { share } = await d.connect();
    await eventually(d.isIn);
    d.card.end(why);
    assert.equal(await share.ended, why);
    assert.equal(d.isIn(), false);
  }
});

test('BLE-051 without an active credential the reader is empty; an ended one leaves it, another takes its place', async () => {
  const d = await desk();
  const { share } = await d.connect();
  await eventually(d.isIn);
  const [credential] = d.bench.server.credentials;
  if (credential !== undefined) credential.state = 'suspended';
  d.bench.server.desired = { ...d.bench.server.desired, generation: 'later' };
  await d.bench.wallet.checkIn();
  await share.refresh();
  await eventually(() => !d.isIn());
  if (credential !== undefined) credential.state = 'active';
  d.bench.server.desired = { ...d.bench.server.desired, generation: 'later still' };
  await d.bench.wallet.checkIn();
  await share.refresh();
  await eventually(d.isIn);
  assert.deepEqual(d.events, ['in', 'out', 'in']);
});

test('what a session said before it ended is not heard after it: the reader of a desktop that forgot the phone stays empty', async () => {
  const d = await desk();
  const said = createInbox<FromWalletToReader>();
  const over = d.card.attach({
    hear: said.next,
    say: () => undefined,
    expect: () => assert.fail(),
    close: () => said.end(),
  });
  said.put({ type: 'object', tag: OBJECT.chuid, content: '' });
  said.put({ type: 'card' });
  d.card.end('forgotten');
  await over;
  assert.deepEqual(d.events, []);
});

test('a holder who finds another number on the desktop does not connect', async () => {
  const { phone, desktop } = await meeting('connect');
  const [left, right] = await Promise.allSettled([
    connectFromPhone(phone, { random: randomBytes, confirm: async () => false }),
    connectAtDesktop(desktop, { random: randomBytes, show: () => undefined }),
  ]);
  for (const side of [left, right])
    assert.equal(side.status === 'rejected' && (side.reason as { code: string }).code, 'connection_refused');
});
