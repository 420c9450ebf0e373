import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { portVariable, type Config } from './config.ts';

const fileIn = (dataFolder: string): string => join(dataFolder, 'addresses.json');

/**
 * Keeps host and ports of this start in the data folder: a command beside the server, such as `lanyard card issue`,
 * writes the same addresses of CRL and OCSP into certificates, without being told again.
 */
export async function rememberAddresses({ dataFolder, host, ports }: Config): Promise<void> {
  const settings = {
    LANYARD_HOST: host,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [portVariable(name), String(port)])),
  };
  await mkdir(dataFolder, { recursive: true, mode: 0o700 }); // with DATABASE_URL nobody else has made it
  await writeFile(fileIn(dataFolder), `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
}

/**
 * @returns settings of the last start, by name; none where there was none
 * @throws Error when the file was changed into something else
 */
export function rememberedAddresses(dataFolder: string): Readonly<Record<string, string>> {
  const path = fileIn(dataFolder);
  const text = read(path);
  if (text === undefined) return {};
  const kept: unknown = JSON.parse(text);
  const right = (entry: [string, unknown]): entry is [string, string] =>
    /^LANYARD_(HOST|[A-Z_]+_PORT)$/.test(entry[0]) && typeof entry[1] === 'string';
  const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [['', kept] as [string, unknown]];
  if (!entries.every(right))
    throw new Error(`${path} does not hold the addresses of a start: remove it, the next start writes it`);
  return Object.fromEntries(entries);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
