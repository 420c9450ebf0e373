import { overviewLines } from '../report.ts';
import type { Command } from './command.ts';

export const checkInCommand: Command = async ({ wallet, io }) => {
  await wallet.checkIn();
  io.out(`${overviewLines(await wallet.overview(), io.clock()).join('\n')}\n`);
};
