import { isServerError, isWalletError, LanyardWalletError } from '@lanyard/wallet/core';
import { DeviceCommandError } from './device-error.ts';
import type { DeviceIo } from './io.ts';

/** What the file system refuses, and what helps. */
const FILE_TROUBLE: Readonly<Partial<Record<string, string>>> = {
  ENOENT: 'Name one that is there, or a place where it can be made.',
  EISDIR: 'Name a file, not a folder.',
  EEXIST: 'Name a folder, not a file.',
  ENOTDIR: 'Name a folder, not a file.',
  EACCES: 'See that you may read and write there, or name another place.',
  EPERM: 'See that you may read and write there, or name another place.',
  EROFS: 'Nothing can be written there: name another place.',
  ENOSPC: 'The disk is full: make room, then try again.',
  EDQUOT: 'Your share of the disk is full: make room, then try again.',
};

/**
 * Tells a person what went wrong.
 * @param help the command that tells of usage
 * @returns the exit code: 1 refused, 2 wrong usage or a missing secret, 3 offline, 70 a fault of ours
 */
export function explain(error: unknown, io: DeviceIo, help = 'lanyard device help'): number {
  if (error instanceof DeviceCommandError) {
    const code = error.code === 'usage' ? '' : `(${error.code})\n`;
    io.say(`${error.message}\n${error.next === '' ? `See "${help}".` : error.next}\n${code}`);
    return error.code === 'usage' || error.code === 'secret_missing' ? 2 : 1;
  }
  if (error instanceof LanyardWalletError) {
    io.say(
      `${error.message}${reasonOf(error)}${triesLeft(error)}\n${nextOf(error)}\n(${[error.code, referenceOf(error)].filter(Boolean).join(', reference ')})\n`,
    );
    return isWalletError(error, 'offline') ? 3 : 1;
  }
  const next = error instanceof Error && 'syscall' in error ? FILE_TROUBLE[codeOf(error)] : undefined;
  if (error instanceof Error && next !== undefined) {
    io.say(`${error.message}\n${next}\n`);
    return 1;
  }
  // Not one of ours: the stack is for whoever mends it.
  io.say(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 70;
}

const referenceOf = (error: LanyardWalletError): string => (isServerError(error) ? error.reference : '');

/** Why the organisation or the state of the device forbids it, where the error says so. */
function reasonOf(error: LanyardWalletError): string {
  const reason = isWalletError(error) ? error.details['reason'] : undefined;
  return typeof reason === 'string' ? ` ${reason}` : whyUnreachable(error);
}

/** What the network says: a wrong port, an authority that is not trusted. @returns '' when it says nothing, else with a blank before it */
export function whyUnreachable(error: LanyardWalletError): string {
  const { cause } = error;
  if (!isWalletError(error, 'offline') || !(cause instanceof Error)) return '';
  // What follows is advice to whoever runs Node.js.
  const [said = ''] = (cause.message === '' ? codeOf(cause) : cause.message).split(';');
  return said === '' ? '' : ` (${said})`;
}

const nextOf = (error: LanyardWalletError): string =>
  isWalletError(error, 'offline') && /CERT|UNABLE_TO|SELF_SIGNED/.test(codeOf(error.cause))
    ? 'If the server is the right one, name the certificate of its authority with --ca FILE.'
    : error.next;

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';

function triesLeft(error: LanyardWalletError): string {
  const left = isServerError(error) ? error.triesLeft : undefined;
  return left === undefined ? '' : ` Tries left: ${left}.`;
}
