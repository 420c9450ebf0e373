import { isServerError, isWalletError, LanyardWalletError } from '@lanyard/wallet/core';
import { DeviceCommandError } from './device-error.ts';
import type { DeviceIo } from './io.ts';

/** Tells a person what went wrong. @returns the exit code: 1 refused, 2 wrong usage or a missing secret, 3 offline, 70 a fault of ours */
export function explain(error: unknown, io: DeviceIo): number {
  if (error instanceof DeviceCommandError) {
    const code = error.code === 'usage' ? '' : `(${error.code})\n`;
    io.say(`${error.message}\n${error.next}\n${code}`);
    return error.code === 'usage' || error.code === 'secret_missing' ? 2 : 1;
  }
  if (error instanceof LanyardWalletError) {
    io.say(
      `${error.message}${reasonOf(error)}${triesLeft(error)}\n${error.next}\n(${[error.code, referenceOf(error)].filter(Boolean).join(', reference ')})\n`,
    );
    return isWalletError(error, 'offline') ? 3 : 1;
  }
  // Not one of ours: the stack is for whoever mends it.
  io.say(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 70;
}

const referenceOf = (error: LanyardWalletError): string => (isServerError(error) ? error.reference : '');

/** Why the organisation or the state of the device forbids it, where the error says so. */
function reasonOf(error: LanyardWalletError): string {
  const reason = isWalletError(error) ? error.details['reason'] : undefined;
  return typeof reason === 'string' ? ` ${reason}` : '';
}

function triesLeft(error: LanyardWalletError): string {
  const left = isServerError(error) ? error.triesLeft : undefined;
  return left === undefined ? '' : ` Tries left: ${left}.`;
}
