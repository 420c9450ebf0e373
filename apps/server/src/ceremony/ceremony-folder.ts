import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bytes, fromPem } from '@lanyard/pki';
import type { ZodType } from 'zod';
import { type InstallationRecord, installationRecord, type OfflineRecord, offlineRecord } from './records.ts';

export type Part = 'offline' | 'installation';

/** The files of a ceremony: one part stays with the root's key, the other goes to the installation. */
export interface CeremonyFolder {
  readonly path: string;
  write(part: Part, name: string, content: string): Promise<void>;
  read(part: Part, name: string): Promise<string>;
  readPem(part: Part, name: string): Promise<Bytes>;
  /** SHA-256 of every file of both parts, as `sha256sum` prints them. */
  hashes(): Promise<string[]>;
  /** Puts the finished work in its place, whole. */
  finish(transcript: { readonly name: string; readonly text: string }): Promise<void>;
  discard(): Promise<void>;
}

const PARTS = ['offline', 'installation'] as const;

/** A new folder, or a copy of one to be worked on: until `finish` nothing of it is seen. */
export async function workOn(path: string, from: 'new' | 'existing'): Promise<CeremonyFolder> {
  const exists = await isThere(path);
  if (exists && from === 'new') throw new Error(`${path} exists already: a ceremony writes a folder of its own`);
  if (!exists && from === 'existing') throw new Error(`there is no ceremony in ${path}`);
  const work = `${path}.part`;
  await rm(work, { recursive: true, force: true });
  for (const part of PARTS) await mkdir(join(work, part), { recursive: true, mode: 0o700 });
  await chmod(work, 0o700);
  if (exists) await copyAll(path, work);
  return folder(path, work);
}

/** A change of folders that was cut off between its two steps is taken back. */
async function isThere(path: string): Promise<boolean> {
  const has = (place: string): Promise<boolean> =>
    readdir(place).then(
      () => true,
      () => false,
    );
  if (await has(path)) return true;
  if (!(await has(`${path}.before`))) return false;
  await rename(`${path}.before`, path);
  return true;
}

async function copyAll(path: string, work: string): Promise<void> {
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const name = join(entry.parentPath, entry.name).slice(path.length + 1);
    await writeFile(join(work, name), await readFile(join(path, name)), { mode: 0o600 });
  }
}

function folder(path: string, work: string): CeremonyFolder {
  const read = (part: Part, name: string): Promise<string> => readFile(join(work, part, name), 'utf8');
  return {
    path,
    write: (part, name, content) => writeFile(join(work, part, name), content, { mode: 0o600, flush: true }),
    read,
    readPem: async (part, name) => onlyBlock(await read(part, name), name),
    async hashes() {
      const lines: string[] = [];
      for (const part of PARTS)
        for (const name of (await readdir(join(work, part))).sort()) {
          const hash = createHash('sha256').update(await readFile(join(work, part, name)));
          lines.push(`${hash.digest('hex')}  ${part}/${name}`);
        }
      return lines;
    },
    async finish({ name, text }) {
      await writeFile(join(work, name), text, { mode: 0o600, flush: true, flag: 'wx' });
      const before = `${path}.before`;
      await rm(before, { recursive: true, force: true });
      await rename(path, before).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      await rename(work, path);
      await rm(before, { recursive: true, force: true });
    },
    discard: () => rm(work, { recursive: true, force: true }),
  };
}

function onlyBlock(text: string, name: string): Bytes {
  const [block, more] = fromPem(text);
  if (!block || more) throw new Error(`${name} should hold one PEM block`);
  return block;
}

export const RECORDS = { offline: 'root.json', installation: 'authorities.json' } as const;

const parsed = <T>(schema: ZodType<T>, text: string, name: string): T => {
  const result = schema.safeParse(JSON.parse(text));
  if (!result.success)
    throw new Error(`${name} is not as a ceremony writes it: ${result.error.issues[0]?.message ?? ''}`);
  return result.data;
};

export const readInstallationRecord = (text: string): InstallationRecord =>
  parsed(installationRecord, text, RECORDS.installation);
export const readOfflineRecord = (text: string): OfflineRecord => parsed(offlineRecord, text, RECORDS.offline);
