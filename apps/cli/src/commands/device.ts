import { runDeviceCommand } from '@lanyard/wallet/desktop';

export const run = (argv: readonly string[]): Promise<number> => runDeviceCommand(argv, process);
