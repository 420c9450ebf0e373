import { pino, type Logger } from 'pino';

export type { Logger };

/** Names under which a secret could travel; the log never shows what they hold. */
const secretKeys = [
  'registrationPin',
  'activationPassword',
  'password',
  'pin',
  'ticket',
  'token',
  'verifier',
  'share',
  'cookie',
  'authorization',
  'dpop',
  'csr',
  'current',
];

/** @param level pino's level, `silent` in tests */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    serializers: { err: describeError },
    redact: { paths: secretKeys.flatMap((k) => [k, `*.${k}`, `*.*.${k}`]), censor: '[secret]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Errors of the database driver carry their connection, and with it the key that cancels its queries. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { client: _, ...described } = pino.stdSerializers.err(error);
  return described;
}
