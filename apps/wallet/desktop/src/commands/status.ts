import { overviewJson, overviewLines } from '../report.ts';
import type { Command } from './command.ts';

/** What this device has, without asking the server. */
export const statusCommand: Command = async ({ wallet, args, io }) => {
  const overview = await wallet.overview();
  io.out(`${args.json ? overviewJson(overview) : overviewLines(overview, io.clock()).join('\n')}\n`);
};
