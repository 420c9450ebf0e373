import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Inputs that once found something, kept with the sources: a folder for each decoder. */
export const KEPT = join(import.meta.dirname, 'corpus');

export function load(folder: string, decoder: string): Uint8Array[] {
  const place = join(folder, decoder);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .sort()
    .map((file) => new Uint8Array(readFileSync(join(place, file))));
}

/** @returns the file, named after its content: the same input is kept once */
export function keep(folder: string, decoder: string, octets: Uint8Array): string {
  const place = join(folder, decoder);
  mkdirSync(place, { recursive: true });
  const file = join(place, `${hash('sha256', octets).slice(0, 16)}.bin`);
  writeFileSync(file, octets);
  return file;
}

export const decodersIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);
