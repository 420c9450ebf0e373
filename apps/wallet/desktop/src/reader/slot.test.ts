import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Bytes } from '@lanyard/pki';
import type { InsertedCard } from './inserted-card.ts';
import { DISPOSITION, PROTOCOL_T1, RESULT, SHARE } from './pcsc-codes.ts';
import { createSlot, type Handle, type Slot } from './slot.ts';

const [VERIFY, SIGN] = [Uint8Array.of(0, 0x20, 0, 0x80), Uint8Array.of(0, 0x87, 0x11, 0x9a)];
const DONE = Uint8Array.of(0x90, 0);

let slot: Slot;
let heard: string[];
/** What the card is at: each must be let go, where a test asks for that. */
let held: PromiseWithResolvers<Bytes>[] | undefined;
let ids: number;

const cardNamed = (name: string): InsertedCard => ({
  atr: Uint8Array.of(0x3b, 0x80),
  transmit: async ([, ins]) => {
    heard.push(`${name} ${ins === 0x20 ? 'verify' : 'sign'}`);
    if (held === undefined) return DONE;
    const mine = Promise.withResolvers<Bytes>();
    held.push(mine);
    return mine.promise;
  },
  reset: () => void heard.push(`${name} reset`),
});
const connected = (share: number = SHARE.shared): Handle => {
  const handle: Handle = { id: ++ids, share, event: undefined, closed: false };
  assert.equal(slot.connect(handle, PROTOCOL_T1), RESULT.success);
  return handle;
};
const send = async (handle: Handle, octets: Bytes): Promise<number> => (await slot.transmit(handle, octets)).result;
const again = (handle: Handle, initialization: number = DISPOSITION.leave, share: number = SHARE.shared, on = slot) =>
  on.reconnect(handle, { share, protocols: PROTOCOL_T1, initialization });

beforeEach(() => {
  [heard, held, ids] = [[], undefined, 0];
  slot = createSlot(
    'Reader 00 00',
    () => undefined,
    (error) => assert.fail(String(error)),
  );
  slot.insert(cardNamed('first'));
});

test('whoever leaves with a reset while another has the card to himself does not reset it under his hands', async () => {
  const [one, two, three] = [connected(), connected(), connected()];
  assert.equal(await slot.begin(one), RESULT.success);
  assert.equal(await send(one, VERIFY), RESULT.success);
  await slot.disconnect(two, DISPOSITION.reset);
  assert.equal(await send(one, SIGN), RESULT.success);
  const next = slot.begin(three);
  await slot.end(one, DISPOSITION.leave);
  assert.equal(await next, RESULT.cardWasReset, 'the reset comes before anybody else’s turn');
  assert.equal(await again(three), RESULT.success);
  assert.equal(await send(three, SIGN), RESULT.success);
  assert.deepEqual(heard, ['first verify', 'first sign', 'first reset', 'first sign']);
});

test('a command that waited for the card is not given to it after a reset that its client has not heard of', async () => {
  const [one, two, three] = [connected(), connected(), connected()];
  held = [];
  const working = send(one, SIGN);
  await turn();
  const waiting = send(three, SIGN);
  await turn();
  const leaving = slot.disconnect(two, DISPOSITION.reset);
  held[0]?.resolve(DONE);
  assert.deepEqual([await working, await waiting], [RESULT.success, RESULT.cardWasReset]);
  await leaving;
  assert.deepEqual(heard, ['first sign', 'first reset']);
});

test('a command that waited for a card is not given to the next one, nor to a gone one', async () => {
  const [one, two] = [connected(), connected()];
  held = [];
  const [working, waiting] = [send(one, SIGN), send(two, VERIFY)];
  await turn();
  slot.remove();
  slot.insert(cardNamed('second'));
  assert.deepEqual([await working, await waiting], [RESULT.cardWasRemoved, RESULT.cardWasRemoved]);
  held[0]?.resolve(DONE);
  await turn();
  assert.deepEqual(heard, ['first sign', 'first reset', 'first reset']);
});

test('a command of a client that died before its turn is not given to the card', async () => {
  const [one, two] = [connected(), connected()];
  held = [];
  const [working, waiting] = [send(one, SIGN), send(two, VERIFY)];
  await turn();
  two.closed = true;
  const left = slot.disconnect(two, DISPOSITION.reset);
  held[0]?.resolve(DONE);
  assert.deepEqual([await working, await waiting], [RESULT.success, RESULT.invalidHandle]);
  await left;
  assert.deepEqual(heard, ['first sign', 'first reset']);
});

test('whoever reconnects with a reset hears of what happens meanwhile, and has his share from the first', async () => {
  const [one, two] = [connected(), connected()];
  held = [];
  const [working, back] = [send(one, SIGN), again(two, DISPOSITION.reset)];
  slot.remove();
  slot.insert(cardNamed('second'));
  assert.deepEqual([await working, await back], [RESULT.cardWasRemoved, RESULT.cardWasRemoved]);
  await slot.disconnect(one, DISPOSITION.leave);
  const alone = again(two, DISPOSITION.reset, SHARE.exclusive);
  const third: Handle = { id: 9, share: SHARE.shared, event: undefined, closed: false };
  assert.equal(slot.connect(third, PROTOCOL_T1), RESULT.sharingViolation);
  assert.equal(await alone, RESULT.success);
});

test('a card whose reset fails holds nobody up: the transaction ends, the card leaves', async () => {
  const faults: unknown[] = [];
  slot = createSlot(
    'Reader 00 00',
    () => undefined,
    (error) => void faults.push(error),
  );
  slot.insert({ ...cardNamed('first'), reset: () => assert.fail('no power') });
  const [one, two] = [connected(), connected()];
  assert.equal(await slot.begin(one), RESULT.success);
  const next = slot.begin(two);
  await slot.disconnect(one, DISPOSITION.reset);
  assert.equal(await next, RESULT.cardWasReset);
  slot.remove();
  assert.deepEqual([faults.length, slot.status(two)], [2, RESULT.cardWasRemoved]);
});

test('an answer that was given is kept nowhere: it may be what a key decrypted', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const answers: WeakRef<Bytes>[] = [];
  const secretly = (): Bytes => {
    const answer = new Uint8Array(256);
    answers.push(new WeakRef(answer));
    return answer;
  };
  slot.remove();
  slot.insert({ atr: DONE, transmit: async () => secretly(), reset: () => undefined });
  const one = connected();
  for (let commands = 0; commands < 3; commands++) await send(one, SIGN);
  // What was just read through a weak reference lives to the end of the turn.
  await turn();
  collect();
  assert.deepEqual(
    answers.map((answer) => answer.deref()),
    [undefined, undefined, undefined],
  );
});

test('whatever eight clients do at once: none waits for ever, none loses an open PIN unheard, none comes into a transaction', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const [roll, watch] = [dice(seed), watchedSlot()];
    await Promise.all([comingAndGoing(watch, roll), ...Array.from({ length: 8 }, (_, id) => liveOn(watch, id, roll))]);
    assert.deepEqual([watch.broken, watch.slot.sharing()], [[], 0], `seed ${seed}`);
  }
});

type Roll = (sides: number) => number;

/** Of a linear congruential generator: the same rounds each time. */
const dice = (seed: number): Roll => {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * sides);
  };
};

interface Watched {
  readonly slot: Slot;
  /** What should not have happened to the card. */
  readonly broken: string[];
  /** Whose command it is that the card is given. */
  readonly commands: Map<Bytes, Handle>;
  /** Has a transaction in which the card has heard of him. */
  keeper: Handle | undefined;
  insert(): void;
}

/** A slot whose card answers how often it has been reset: a PIN lives as long as that number stays. */
function watchedSlot(): Watched {
  let resets = 0;
  const watch: Watched = {
    slot: createSlot(
      'Reader 00 00',
      () => undefined,
      (error) => void watch.broken.push(String(error)),
    ),
    broken: [],
    commands: new Map(),
    keeper: undefined,
    insert: () => {
      resets += 1;
      let working = false;
      const card: InsertedCard = {
        atr: Uint8Array.of(0x3b, 0x80),
        reset: () => {
          if (watch.slot.card() !== card) return;
          resets += 1;
          if (working) watch.broken.push('a reset in the middle of a command');
          if (watch.keeper !== undefined) watch.broken.push(`a reset in the transaction of ${watch.keeper.id}`);
        },
        transmit: async (octets) => {
          const of = watch.commands.get(octets);
          if (watch.keeper !== undefined && watch.keeper !== of) watch.broken.push(`${of?.id} in a transaction`);
          if (working || of === undefined || of.closed) watch.broken.push('a command that nobody waits for');
          if (watch.slot.card() !== card) watch.broken.push('a command for a card that has left');
          working = true;
          await turn();
          working = false;
          return Uint8Array.of(resets & 0xff, resets >> 8);
        },
      };
      watch.slot.insert(card);
    },
  };
  watch.insert();
  return watch;
}

/** The card leaves and comes back, while others use it. */
async function comingAndGoing(watch: Watched, roll: Roll): Promise<void> {
  for (let n = 0; n < 5; n++) {
    for (let wait = roll(40); wait >= 0; wait--) await turn();
    watch.keeper = undefined;
    watch.slot.remove();
    if (roll(2) === 0) await turn();
    watch.insert();
  }
}

/** A program after another, each with a few acts; every other one ends as if it were killed. */
async function liveOn(watch: Watched, id: number, roll: Roll): Promise<void> {
  for (let life = 0; life < 4; life++, await turn()) {
    const handle: Handle = { id, share: SHARE.shared, event: undefined, closed: false };
    if (watch.slot.connect(handle, PROTOCOL_T1) !== RESULT.success) continue;
    const working = actWith(watch, handle, roll);
    if (roll(2) === 0) await working;
    else for (let wait = roll(20); wait >= 0; wait--) await turn();
    if (watch.keeper === handle) watch.keeper = undefined;
    handle.closed = true;
    await Promise.all([working, watch.slot.disconnect(handle, roll(2))]);
  }
}

async function actWith(watch: Watched, handle: Handle, roll: Roll): Promise<void> {
  let resets: number | undefined;
  for (let act = 0; act < 5 && !handle.closed; act++) {
    const isAlone = roll(2) === 0 && (await watch.slot.begin(handle)) === RESULT.success;
    for (let n = roll(3); n >= 0 && !handle.closed; n--) {
      const now = await commandOf(watch, handle);
      if (now !== undefined && resets !== undefined && now !== resets) watch.broken.push(`${handle.id} was not told`);
      resets = now;
      if (isAlone && watch.slot.status(handle) === RESULT.success) watch.keeper = handle;
    }
    const disposition = roll(2);
    if (isAlone) {
      if (watch.keeper === handle) watch.keeper = undefined;
      await watch.slot.end(handle, disposition);
      if (disposition !== DISPOSITION.leave) resets = undefined;
    }
    if (handle.event === undefined) continue;
    resets = undefined;
    await again(handle, roll(2), SHARE.shared, watch.slot);
  }
}

/** @returns how often the card was reset; undefined when it refused */
async function commandOf({ slot: on, commands }: Watched, handle: Handle): Promise<number | undefined> {
  const octets = Uint8Array.from(VERIFY);
  commands.set(octets, handle);
  const { result, answer } = await on.transmit(handle, octets);
  commands.delete(octets);
  return result === RESULT.success ? (answer[0] ?? 0) + ((answer[1] ?? 0) << 8) : undefined;
}

/** Lets everything that is ready happen. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
