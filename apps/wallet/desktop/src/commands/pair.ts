import { ServerError } from '@lanyard/wallet/core';
import { errorCatalogue } from '@lanyard/contract';
import { usage } from '../arguments.ts';
import type { Command } from './command.ts';

/** Pairs a desktop: the code shown here is typed there. */
export const pairCommand: Command = async ({ wallet, args, io }) => {
  const { desktops } = wallet;
  const word = args.rest.join('');
  if (word === '') throw usage('Name the word that the desktop shows: lanyard device pair WORD.');
  const [found] = await desktops.find(word);
  if (found === undefined) throw notWaiting();
  let shown = '';
  const show = async (): Promise<void> => {
    const code = (await desktops.state()).pairing?.code ?? '';
    if (code !== '' && code !== shown) io.out(`Pairing code, to be typed on "${found.name}": ${code}\n`);
    shown = code;
  };
  const silence = desktops.onChange(() => void show().catch(() => undefined));
  const cancel = (): void => desktops.cancelPairing();
  io.signal?.addEventListener('abort', cancel, { once: true });
  try {
    await desktops.pair({ readerId: found.readerId, name: found.name, word });
  } finally {
    silence();
    io.signal?.removeEventListener('abort', cancel);
  }
  io.out(`Paired with "${found.name}".\n`);
};

function notWaiting(): ServerError {
  const { title, next } = errorCatalogue.desktop_not_waiting;
  return new ServerError({ code: 'desktop_not_waiting', status: 0, title, next, reference: '', details: {} });
}
