/** The command line was not understood. */
export class UsageError extends Error {}

/** Errors that are words for a person already; anything else is a fault of ours and shows where. */
const expected = new Set([
  'StartError',
  'ConfigError',
  'PortError',
  'LanyardError',
  'Pkcs11Error',
  'CeremonyStopped',
  'Error',
  'AbortError',
]);

/** One clear line for an expected failure. @returns the exit code */
export function sayFailure(error: unknown): number {
  if (!(error instanceof Error)) return say(String(error), 1);
  if (error instanceof UsageError) return say(`${error.message}. "lanyard help" lists the commands.`, 2);
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'))
    return say(`${error.message}. "lanyard help" lists the commands.`, 2);
  if (error.name === 'AbortError') return say('stopped before it was up; nothing is lost', 130);
  return say(expected.has(error.constructor.name) ? error.message : (error.stack ?? error.message), 1);
}

function say(line: string, code: number): number {
  process.stderr.write(`\nlanyard: ${line}\n\n`);
  return code;
}
