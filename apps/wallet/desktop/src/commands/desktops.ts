import { type DesktopsState, type DesktopView, WalletError } from '@lanyard/wallet/core';
import type { Command } from './command.ts';

/** The paired desktops, and what they did with the card. */
export const desktopsCommand: Command = async ({ wallet, io }) => {
  const { desktops, uses } = await wallet.desktops.state();
  if (desktops.length === 0) io.out('No desktop is paired.\n');
  for (const { name, state, pairedAt } of desktops) io.out(`${name}: ${state}, since ${timeOf(pairedAt)}\n`);
  for (const use of uses) io.out(`${timeOf(use.at)} ${use.desktop}: ${use.act} ${use.outcome}\n`);
};

export const forgetCommand: Command = async ({ wallet, args, io }) => {
  const { readerId, name } = chosen(await wallet.desktops.state(), args.rest.join(' '));
  await wallet.desktops.forget(readerId);
  io.out(`"${name}" is forgotten.\n`);
};

/** The desktop of that name, or the one paired last. @throws WalletError `desktop_not_paired` */
export function chosen({ desktops }: DesktopsState, name: string): DesktopView {
  const found = name === '' ? desktops[0] : desktops.find((desktop) => desktop.name === name);
  if (found === undefined) throw new WalletError('desktop_not_paired');
  return found;
}

const timeOf = (at: number): string => new Date(at).toISOString();
