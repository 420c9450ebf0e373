import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { configOfExisting, openContexts, type OpenContexts } from '@lanyard/server';
import { environment } from './environment.ts';

/** Every command that works on an installation takes these. */
export const installationOptions = {
  data: { type: 'string' },
  'master-key-file': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

export interface InstallationFlags {
  readonly data?: string | undefined;
  readonly 'master-key-file'?: string | undefined;
}

/** Opens the installation beside a server that may be running, does the work, and leaves the server as it was. */
export async function withInstallation<T>(
  flags: InstallationFlags,
  work: (contexts: OpenContexts) => Promise<T>,
): Promise<T> {
  const config = configOfExisting(
    environment({ LANYARD_DATA: flags.data, LANYARD_MASTER_KEY_FILE: flags['master-key-file'], LANYARD_LOG: 'warn' }),
  );
  const contexts = await openContexts(config);
  try {
    return await work(contexts);
  } finally {
    await contexts.close();
  }
}

export { parseArgs };
