import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from '@lanyard/wallet/core';
import { fromBase64, toBase64 } from '@lanyard/pki';
import { writeAtomically } from './atomic-write.ts';
import { DeviceCommandError } from './device-error.ts';

const BYTES = '$bytes';

/** A storage of one JSON file a key in a folder of the holder's own (0700). Octets are written as base64. */
export async function fileStorage(folder: string): Promise<Storage> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (key: string): string => join(folder, `${encodeURIComponent(key)}.json`);
  return {
    get: async <T>(key: string) => {
      const text = await readOptional(pathOf(key));
      // What stands there was written by `put` of the same key, so it has the type that was put.
      return text === undefined ? undefined : (parsed(pathOf(key), text) as T);
    },
    put: (key, value) => writeAtomically(pathOf(key), JSON.stringify(value, replace)),
    delete: (key) => rm(pathOf(key), { force: true }),
  };
}

/** @throws DeviceCommandError `home_damaged` */
function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text, revive);
  } catch {
    throw damaged(path);
  }
}

/** A file whose content cannot be what was written there. */
export function damaged(path: string): DeviceCommandError {
  const next = 'Put it back from a backup, or move its folder away and begin anew.';
  return new DeviceCommandError('home_damaged', `${path} is damaged.`, next);
}

export async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const replace = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? { [BYTES]: toBase64(value) } : value;

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(BYTES in value)) return value;
  return fromBase64(String(value[BYTES]));
}
