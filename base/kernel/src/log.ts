import { pino, type Logger } from 'pino';

export type { Logger };

/** Names under which a secret could travel; the log never shows what they hold. */
const secretKeys = [
  'registrationPin', 'activationPassword', 'password', 'pin', 'ticket', 'token', 'verifier', 'share', 'cookie', 'authorization', 'dpop', 'csr', 'current',
];

/** @param level pino's level, `silent` in tests */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
  const options = { level, redact: { paths: secretKeys.flatMap((k) => [k, `*.${k}`, `*.*.${k}`]), censor: '[secret]' } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
