import { entry, type ErrorEntry } from './entry.ts';

/** Errors of the configuration as a file. */
export const configFileErrors = {
  config_file_invalid: entry(
    'invalid',
    'This file is no configuration that could be taken.',
    'Mend what is named below, by line and column, and try again. Nothing was changed.',
  ),
  config_file_too_large: entry(
    'too_large',
    'This file is larger than a configuration may be.',
    'Split it: a part that a file does not have stays as it is.',
  ),
  config_file_refused: entry(
    'conflict',
    'What this file asks for cannot be done here.',
    'Mend what is named below, in the file or in the installation, and try again. Nothing was changed.',
  ),
  config_plan_stale: entry(
    'conflict',
    'The plan no longer holds: the file, or what is configured, is another one now.',
    'Make a plan again, look at it, and apply that one.',
  ),
} as const satisfies Record<string, ErrorEntry>;
