import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PairingConsent } from '@lanyard/contract';
import { type Bytes, utf8Encode } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import { randomBytes } from '../testing/bench.ts';
import { within } from './conversation.ts';
import { pairAtDesktop, pairFromPhone } from './pair.ts';
import { manualAfter } from './testing/manual-after.ts';
import { meeting } from './testing/meeting.ts';

interface Course {
  /** What is typed, from what the phone shows. */
  readonly type?: (code: string) => string;
  readonly register?: Parameters<typeof pairAtDesktop>[1]['register'];
  /** The phone's word to the server. */
  readonly tell?: (consent: PairingConsent) => Promise<void>;
  readonly digits?: number;
}

async function pairing(course: Course = {}) {
  const {
    type = (code) => code,
    register = async () => undefined,
    tell = () => assert.fail('told'),
    digits = 6,
  } = course;
  const { phone, desktop, keys } = await meeting('pair');
  const shown = Promise.withResolvers<string>();
  const kept: Bytes[] = [];
  const outcomes = await Promise.allSettled([
    pairFromPhone(phone, {
      random: randomBytes,
      digits,
      phone: 'Phone',
      show: shown.resolve,
      register: tell,
      keep: async (key) => void kept.push(key),
    }).finally(() => phone.close()),
    pairAtDesktop(desktop, {
      random: randomBytes,
      ask: async (asked, name) => {
        assert.deepEqual([asked, name], [digits, 'Phone']);
        return type(await shown.promise);
      },
      register,
      keep: async (key) => void kept.push(key),
    }).finally(() => desktop.close()),
  ]);
  const codes = outcomes.map((o) => (o.status === 'rejected' ? (o.reason as WalletError).code : 'done'));
  return { codes, kept, keys, code: await shown.promise };
}

test('BLE-010, BLE-043 the code that the phone shows, typed on the desktop, pairs them: each keeps the other’s key', async () => {
  for (const digits of [6, 8]) {
    const { codes, kept, keys, code } = await pairing({
      digits,
      type: (shown) => `${shown.slice(0, 3)} ${shown.slice(3)}`,
    });
    assert.deepEqual(codes, ['done', 'done']);
    assert.equal(code.length, digits);
    assert.deepEqual(new Set(kept), new Set([keys.phone.publicKey, keys.desktop.publicKey]));
  }
});

test('a wrong code is one guess: the handshake is spent on both sides, and nothing is kept', async () => {
  const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  for (const type of [wrong, () => '', (code: string) => code.slice(1)]) {
    const { codes, kept } = await pairing({ type });
    assert.deepEqual([codes, kept], [['pairing_code_wrong', 'pairing_code_wrong'], []]);
  }
});

test('BLE-019 a desktop that the server says is another phone’s is not paired, and both sides say so', async () => {
  const register = () => Promise.reject(new WalletError('desktop_busy'));
  const { codes, kept } = await pairing({ register });
  assert.deepEqual([codes, kept], [['desktop_busy', 'desktop_busy'], []]);
});

test('a desktop without a network has the phone tell the server; where the server says no, neither keeps anything', async () => {
  const consent = { key: 'AAAA', name: 'Desk', at: '2026-11-22T12:00:00Z', signature: 'BBBB' };
  const told: PairingConsent[] = [];
  const done = await pairing({ register: (byPhone) => byPhone(consent), tell: async (given) => void told.push(given) });
  assert.deepEqual([done.codes, done.kept.length, told], [['done', 'done'], 2, [consent]]);
  const tell = () => Promise.reject(new WalletError('desktop_busy'));
  const refused = await pairing({ register: (byPhone) => byPhone(consent), tell });
  assert.deepEqual([refused.codes, refused.kept], [['desktop_busy', 'pairing_not_registered'], []]);
});

test('BLE-011 the time for the code is limited, on the phone as on the desktop', async () => {
  const { phone, desktop } = await meeting('pair');
  const time = manualAfter();
  const limit = { after: time.after, milliseconds: 120_000, otherwise: new WalletError('pairing_timed_out') };
  const shown = Promise.withResolvers<string>();
  const never = new Promise<string>(() => undefined);
  const both = Promise.allSettled([
    within({ ...limit, way: phone }, () =>
      pairFromPhone(phone, {
        random: randomBytes,
        digits: 6,
        phone: 'Phone',
        show: shown.resolve,
        register: () => assert.fail('told'),
        keep: () => assert.fail('kept'),
      }),
    ),
    pairAtDesktop(desktop, {
      random: randomBytes,
      ask: () => never,
      register: () => assert.fail('registered'),
      keep: () => assert.fail('kept'),
    }),
  ]);
  await shown.promise;
  time.pass(119_999);
  time.pass(1);
  const codes = (await both).map((o) => (o.status === 'rejected' ? (o.reason as WalletError).code : 'done'));
  assert.deepEqual(codes, ['pairing_timed_out', 'pairing_cancelled']);
});

test('somebody between them, with a channel to each, is taken for neither: who did not see the code cannot say it was right', async () => {
  const { phone, desktop: towardsPhone } = await meeting('pair');
  const { phone: towardsDesktop, desktop } = await meeting('pair');
  const shown = Promise.withResolvers<string>();
  const side = { random: randomBytes, keep: () => assert.fail('kept') };
  const both = Promise.allSettled([
    pairFromPhone(phone, {
      ...side,
      digits: 6,
      phone: 'Phone',
      show: shown.resolve,
      register: () => assert.fail('told'),
    }),
    pairAtDesktop(desktop, { ...side, ask: () => shown.promise, register: () => assert.fail('registered') }),
  ]);
  // All that is said is passed on, and then the phone is told that all is well.
  const pass = async (from: typeof phone, to: typeof phone): Promise<void> =>
    to.send((await from.receive()) ?? assert.fail('it ended'));
  await pass(towardsPhone, towardsDesktop);
  await pass(towardsDesktop, towardsPhone);
  towardsPhone.send(utf8Encode(JSON.stringify({ type: 'paired' })));
  await pass(towardsPhone, towardsDesktop);
  const codes = (await both).map((o) => (o.status === 'rejected' ? (o.reason as WalletError).code : 'done'));
  assert.deepEqual(codes, ['pairing_code_wrong', 'pairing_code_wrong']);
});
