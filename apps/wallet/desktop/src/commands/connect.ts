import { setTimeout as pause } from 'node:timers/promises';
import { type DesktopsState, isWalletError, type Trouble } from '@lanyard/wallet/core';
import { typedLines } from '../reader/typed-lines.ts';
import type { Command, CommandContext } from './command.ts';
import { chosen } from './desktops.ts';

/**
 * Is the card of a paired desktop until it is interrupted; a connection that was lost comes back by itself. Whoever gives
 * the passcode too has the vault open meanwhile, as a PIN that is unblocked from the desktop needs it.
 */
export const connectCommand: Command = async (context) => {
  const { wallet, args, io, secrets } = context;
  const { desktops } = wallet;
  const { readerId } = chosen(await desktops.state(), args.rest.join(' '));
  const isEnded = (): boolean => io.signal?.aborted === true;
  using holder = holderOf(context);
  if (args.secretsFromStdin.includes('passcode'))
    await wallet.unlock('passcode', await secrets.get('passcode', 'Secure apps passcode'));
  try {
    await desktops.connect(readerId);
    holder.follow();
    if (io.push !== undefined) await desktops.setWaking(true);
    while (!isEnded()) {
      await pause(args.interval * 1_000, undefined, io.signal === undefined ? {} : { signal: io.signal }).catch(
        () => undefined,
      );
      if (!isEnded()) await checkIn(context);
    }
  } finally {
    desktops.stop();
    await holder.told();
  }
};

async function checkIn({ wallet, io }: CommandContext): Promise<void> {
  try {
    await wallet.checkIn();
  } catch (error) {
    // A server that is away for a while is sat out.
    if (!isWalletError(error, 'offline')) throw error;
    io.say(`${error.message} Trying again.\n`);
  }
}

interface Holder extends Disposable {
  told(): Promise<void>;
  /** From now on troubles are told too: the one of the first connection is what the command ends with. */
  follow(): void;
}

/** Tells the holder what happens, and asks what must be asked. */
function holderOf({ wallet, args, io }: CommandContext): Holder {
  const { desktops } = wallet;
  const lines = args.yes ? undefined : typedLines(io);
  let before: DesktopsState | undefined;
  let isFollowing = false;
  const decide = async (question: string, answer: (yes: boolean) => void): Promise<void> => {
    // Whoever ends it while it asks has not said yes.
    const typed = lines === undefined ? 'yes' : await lines.ask(question).catch(() => 'no');
    answer(/^y(es)?$/i.test(typed.trim()));
  };
  const tell = async (): Promise<void> => {
    const now = await desktops.state();
    const last = before;
    before = now;
    const { confirm, consent, uses, trouble } = now;
    for (const { name, state } of now.desktops)
      if (state === 'connected' && !isConnected(last, name)) io.out(`Connected to "${name}".\n`);
      else if (state !== 'connected' && isConnected(last, name)) io.out(`Not connected to "${name}" any more.\n`);
    for (const use of uses.slice(0, uses.length - (last?.uses.length ?? uses.length)).toReversed())
      io.out(`${new Date(use.at).toISOString()} ${use.desktop}: ${use.act} ${use.outcome}\n`);
    if (isFollowing && trouble !== undefined && trouble.error !== last?.trouble?.error) io.say(troubleText(trouble));
    if (confirm !== undefined && confirm.number !== last?.confirm?.number) {
      io.out(`"${confirm.name}" must show the number ${confirm.number}.\n`);
      void decide('Is it so? yes or no: ', (yes) => desktops.answerConfirm(yes, confirm));
    }
    // Another may have taken the place of the one before between two looks.
    if (consent !== undefined && consent !== last?.consent)
      void decide(`"${consent.name}" wants: ${consent.act}. Allow it? yes or no: `, (yes) =>
        desktops.answerConsent(yes, consent),
      );
  };
  // One look after another, so that each sees what the one before has told.
  let telling: Promise<void> = tell();
  const silence = desktops.onChange(() => void (telling = telling.then(tell)));
  return {
    told: () => telling,
    follow: () => void (isFollowing = true),
    [Symbol.dispose]: () => {
      silence();
      lines?.[Symbol.dispose]();
    },
  };
}

function troubleText({ name, error, again }: Trouble): string {
  const soon = again === undefined ? '' : ` It tries again by itself in ${again / 1_000} s.`;
  return `"${name}": ${error.message} ${error.next}${soon}\n`;
}

const isConnected = (state: DesktopsState | undefined, name: string): boolean =>
  state?.desktops.some((desktop) => desktop.name === name && desktop.state === 'connected') === true;
