import {
  afterHere,
  type Carrier,
  isWalletError,
  openChannel,
  pairAtDesktop,
  PAIRING_MS,
  PAIRING_TRIES,
  WalletError,
  within,
} from '@lanyard/wallet/core';
import { DeviceCommandError } from '../device-error.ts';
import type { DeviceIo } from '../io.ts';
import type { ReaderHome } from './reader-home.ts';
import { typedLines, type TypedLines } from './typed-lines.ts';

const IN_A_TERMINAL = 'Run it in a terminal: the code that the phone shows is typed there.';

/** A phone that wants to pair, by whichever way it came. */
export interface PairingCall {
  readonly way: Carrier;
  readonly deviceId: string;
  /** Has the server know of the pairing. */
  readonly register: Parameters<typeof pairAtDesktop>[1]['register'];
}

interface Pairing {
  readonly home: ReaderHome;
  /** @returns undefined once the way by which phones come has gone */
  readonly nextCall: () => Promise<PairingCall | undefined>;
  readonly io: DeviceIo;
}

/**
 * Pairs with a phone: 1. waits for it 2. asks for the code that the phone shows, five times in two minutes 3. keeps the
 * phone's key.
 * @throws WalletError `pairing_tries_spent`, `pairing_timed_out`, `desktop_busy`, `pairing_not_registered`,
 * `pairing_broken`, `pairing_cancelled`, and what `nextCall` throws; DeviceCommandError `not_confirmed` when nothing can be
 * typed
 */
export async function pairReader({ home, nextCall, io }: Pairing): Promise<void> {
  using lines = typedLines(io);
  let first: number | undefined;
  let tries = PAIRING_TRIES;
  const closed = lines.closed.then(() => {
    throw new DeviceCommandError('not_confirmed', 'Nothing can be typed here: the input is closed.', IN_A_TERMINAL);
  });
  closed.catch(() => undefined);
  const next = (): Promise<PairingCall | undefined> => Promise.race([nextCall(), closed]);
  for (let call = await next(); call !== undefined; call = await next()) {
    first ??= io.clock();
    try {
      const milliseconds = first + PAIRING_MS - io.clock();
      const otherwise = new WalletError('pairing_timed_out');
      if (milliseconds <= 0) throw otherwise;
      const { way } = call;
      // A phone that says nothing does not keep the desktop waiting.
      const limit = { after: io.after ?? afterHere, milliseconds, way, otherwise };
      return await within(limit, () => answer(home, io, call, lines));
    } catch (error) {
      if (!isWalletError(error, 'pairing_code_wrong', 'pairing_cancelled', 'link_broken')) throw error;
      if (error.code === 'pairing_code_wrong' && --tries === 0) throw new WalletError('pairing_tries_spent');
      // Nothing was connected that could be connected again.
      const told = error.code === 'link_broken' ? new WalletError('pairing_broken') : error;
      io.say(`${told.message} ${told.next}\n`);
    } finally {
      call.way.close();
    }
  }
  throw new WalletError(io.signal?.aborted === true ? 'pairing_cancelled' : 'pairing_broken');
}

async function answer(home: ReaderHome, io: DeviceIo, call: PairingCall, lines: TypedLines): Promise<void> {
  const { way, deviceId, register } = call;
  const names = { purpose: 'pair', readerId: home.readerId, deviceId } as const;
  const { random } = io;
  const channel = await openChannel(way, { initiator: false, own: home.link, ...names, random });
  let [paired, over] = ['', false];
  await pairAtDesktop(channel, {
    random,
    register,
    ask: (digits, phone) => askCode({ lines, io, isOver: () => over, digits, phone }),
    keep: (key, name) => {
      paired = name;
      return home.keepPhone({ deviceId, name, key });
    },
  }).finally(() => (over = true));
  io.out(`Paired with "${paired}". Now run "lanyard reader".\n`);
}

interface Asked {
  readonly lines: TypedLines;
  readonly io: DeviceIo;
  readonly isOver: () => boolean;
  readonly digits: number;
  readonly phone: string;
}

/** What cannot be a code costs no try: a blank line, a slip of the hand. */
async function askCode({ lines, io, isOver, digits, phone }: Asked): Promise<string> {
  for (;;) {
    const typed = (await lines.ask(`Pairing code of ${digits} digits that "${phone}" shows: `)).replaceAll(
      /[\s-]/g,
      '',
    );
    // A question that was given up leaves its line to the next one.
    if (isOver() || (typed.length === digits && /^\d+$/.test(typed))) return typed;
    io.say(`The pairing code has ${digits} digits.\n`);
  }
}
