import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bytes } from '@lanyard/pki';
import fc from 'fast-check';
import { randomBytes } from '../../testing/bench.ts';
import { openChannel } from '../channel.ts';
import { makeNoiseKeys } from '../noise.ts';
import { pairAtDesktop, pairFromPhone } from '../pair.ts';
import { radio, type RadioFaults } from '../testing/radio.ts';
import { gattCarrier } from './gatt-carrier.ts';

const faults: fc.Arbitrary<RadioFaults> = fc.record({
  mtu: fc.oneof(fc.constantFrom(23, 517), fc.integer({ min: 23, max: 517 })),
  lost: fc.integer({ min: 0, max: 30 }),
  twice: fc.integer({ min: 0, max: 20 }),
  latest: fc.constantFrom(1, 20, 200),
  seed: fc.nat(),
});
const message = fc.uint8Array({ minLength: 1, maxLength: 2_000 }).map((octets) => new Uint8Array(octets));

const turn = () => new Promise<void>((done) => void setImmediate(done));

/** Lets time pass until the work is done. */
async function during<T>(work: Promise<T>, pass: (milliseconds: number) => void): Promise<T> {
  let done = false;
  void work.then(
    () => (done = true),
    () => (done = true),
  );
  for (let i = 0; i < 20_000 && !done; i++) {
    pass(10);
    if (i % 4 === 0) await turn();
  }
  assert.ok(done, 'it never came to an end');
  return work;
}

test('over a radio that loses, doubles and reorders packets of any size, messages arrive whole, once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(faults, fc.array(message, { minLength: 1, maxLength: 6 }), async (bad, messages) => {
      const { ports, time } = radio(bad);
      const [phone, desktop] = [gattCarrier(ports[0], time.after), gattCarrier(ports[1], time.after)];
      for (const each of messages) {
        phone.send(each);
        desktop.send(each.toReversed());
      }
      const receive = async (from: typeof phone): Promise<(Bytes | undefined)[]> => {
        const came: (Bytes | undefined)[] = [];
        for (const _ of messages) came.push(await from.receive());
        return came;
      };
      const [atDesktop, atPhone] = await during(Promise.all([receive(desktop), receive(phone)]), time.pass);
      assert.deepEqual(atDesktop, messages);
      assert.deepEqual(
        atPhone,
        messages.map((each) => each.toReversed()),
      );
    }),
    { numRuns: 40 },
  );
});

test('a connection that is cut at any moment ends both sides, and what had come whole is still read', async () => {
  await fc.assert(
    fc.asyncProperty(faults, fc.integer({ min: 0, max: 3_000 }), async (bad, at) => {
      const { ports, time, cut } = radio(bad);
      const [phone, desktop] = [gattCarrier(ports[0], time.after), gattCarrier(ports[1], time.after)];
      const sent = Array.from({ length: 5 }, () => randomBytes(400));
      for (const each of sent) phone.send(each);
      for (let passed = 0; passed < at; passed += 10) time.pass(10);
      cut();
      const came: Bytes[] = [];
      for (let next = await desktop.receive(); next !== undefined; next = await desktop.receive()) came.push(next);
      assert.deepEqual(came, sent.slice(0, came.length));
      assert.equal(await phone.receive(), undefined);
      assert.throws(() => phone.send(randomBytes(1)), { code: 'link_broken' });
    }),
    { numRuns: 40 },
  );
});

test('what is said last arrives before the way that is closed ends; where nobody hears it, it ends all the same', async () => {
  await fc.assert(
    fc.asyncProperty(faults, fc.array(message, { minLength: 1, maxLength: 3 }), async (bad, messages) => {
      const { ports, time } = radio({ ...bad, lost: Math.min(bad.lost, 10), latest: 20 });
      const [phone, desktop] = [gattCarrier(ports[0], time.after), gattCarrier(ports[1], time.after)];
      for (const each of messages) phone.send(each);
      phone.send(Uint8Array.of(0xbe));
      phone.close();
      assert.equal(await phone.receive(), undefined);
      assert.throws(() => phone.send(Uint8Array.of(1)), { code: 'link_broken' });
      const came: Bytes[] = [];
      const all = (async () => {
        for (let next = await desktop.receive(); next !== undefined; next = await desktop.receive()) came.push(next);
      })();
      await during(all, time.pass);
      assert.ok(time.now() <= 2_100, String(time.now()));
      // Two seconds may be too short for a radio that is bad enough: then nothing stands in the wrong place.
      const said = [...messages, Uint8Array.of(0xbe)];
      assert.deepEqual(came, bad.lost === 0 ? said : said.slice(0, came.length));
    }),
    { numRuns: 40 },
  );
});

test('where nothing arrives any more, the way ends by itself after a minute', async () => {
  const { ports, time } = radio({ mtu: 185, lost: 100, twice: 0, latest: 5, seed: 1 });
  const phone = gattCarrier(ports[0], time.after);
  phone.send(randomBytes(10));
  await during(
    phone.receive().then((came) => assert.equal(came, undefined)),
    time.pass,
  );
  assert.ok(time.now() > 30_000 && time.now() < 90_000, String(time.now()));
});

test('octets that are no packet of ours, and a message without an end, do no harm', async () => {
  const { ports, time } = radio({ mtu: 23, lost: 0, twice: 0, latest: 1, seed: 1 });
  const desktop = gattCarrier(ports[1], time.after);
  for (const odd of [[], [9, 1, 2, 3], [0, 0], [0, 0, 0], [2, 0, 0], [1, 0xff, 0xff, 1]])
    ports[0].write(Uint8Array.from(odd));
  time.pass(10);
  let ended = false;
  ports[0].onEnd(() => (ended = true));
  for (let number = 0; number < 4_000 && !ended; number++) {
    ports[0].write(Uint8Array.from([0, number >> 8, number & 0xff, ...new Uint8Array(17)]));
    time.pass(10);
  }
  assert.ok(ended);
  assert.equal(await desktop.receive(), undefined);
});

test('a phone and a desktop pair over a bad radio with the smallest packets', async () => {
  const { ports, time } = radio({ mtu: 23, lost: 15, twice: 10, latest: 60, seed: 7 });
  const [left, right] = [gattCarrier(ports[0], time.after), gattCarrier(ports[1], time.after)];
  const names = { purpose: 'pair', readerId: 'reader', deviceId: 'device', random: randomBytes } as const;
  const shown = Promise.withResolvers<string>();
  let kept = 0;
  const phone = async (): Promise<void> => {
    const channel = await openChannel(left, { ...names, initiator: true, own: makeNoiseKeys(randomBytes) });
    const keep = async (): Promise<void> => void (kept += 1);
    const register = async (): Promise<void> => undefined;
    await pairFromPhone(channel, {
      random: randomBytes,
      digits: 6,
      phone: 'Phone',
      show: shown.resolve,
      register,
      keep,
    });
  };
  const desktop = async (): Promise<void> => {
    const channel = await openChannel(right, { ...names, initiator: false, own: makeNoiseKeys(randomBytes) });
    const keep = async (): Promise<void> => void (kept += 1);
    await pairAtDesktop(channel, {
      random: randomBytes,
      ask: () => shown.promise,
      register: async () => undefined,
      keep,
    });
  };
  await during(Promise.all([phone(), desktop()]), time.pass);
  assert.equal(kept, 2);
});

test('numbers of pieces go round: after 65,536 of them nothing that came twice long ago is taken for new', async () => {
  const { ports, time } = radio({ mtu: 23, lost: 0, twice: 20, latest: 5, seed: 3 });
  const [phone, desktop] = [gattCarrier(ports[0], time.after), gattCarrier(ports[1], time.after)];
  for (let number = 0; number < 66_000; number++) {
    const sent = Uint8Array.of(number >> 16, (number >> 8) & 0xff, number & 0xff);
    phone.send(sent);
    if (number % 16 < 15) continue;
    for (let i = 0; i < 8; i++) time.pass(2);
    for (let late = number - 15; late <= number; late++) {
      const came = (await desktop.receive()) ?? assert.fail('it ended');
      assert.equal((came[0] ?? 0) * 65_536 + (came[1] ?? 0) * 256 + (came[2] ?? 0), late);
    }
  }
});
