import { readFile } from 'node:fs/promises';
import { settingKindNames } from '@lanyard/server';
import { consoleActor } from '../console-actor.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

/** Sets the default of a kind for everybody; in force on every node at once. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: installationOptions });
  const [wanted, path] = positionals;
  const kind = settingKindNames.find((name) => name === wanted);
  if (!kind || !path) throw new UsageError(`setting put takes one of ${settingKindNames.join(', ')} and a JSON file`);
  const value = parse(path, await readFile(path, 'utf8'));
  return withInstallation(values, async ({ db, directory }) => {
    await db
      .tx((tx) => directory.putSetting(tx, { kind, groupId: null, rank: 0, value }, consoleActor()))
      .catch((error: unknown) => {
        throw new Error(`${path} was not taken: ${faultsOf(error)}`, { cause: error });
      });
    process.stderr.write(`${kind} is in force. Devices learn of it at their next check-in.\n`);
    return 0;
  });
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON (${error instanceof Error ? error.message : 'unreadable'})`);
  }
}

/** The fields by name, where the refusal names them. */
function faultsOf(error: unknown): string {
  const fields = (error as { details?: { fields?: readonly { field: string; message: string }[] } }).details?.fields;
  if (fields) return fields.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return error instanceof Error ? error.message : 'unreadable';
}
