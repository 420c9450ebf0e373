import { runDeviceCommand } from '@lanyard/wallet/desktop';
import { deviceIo } from './device-io.ts';

export const run = (argv: readonly string[]): Promise<number> => runDeviceCommand(argv, deviceIo('SIGINT'));
