import { type Bytes, equalBytes } from '@lanyard/pki';

type Objects = ReadonlyMap<number, Bytes>;

/** Two cards that show the same are the same card. */
export const sameObjects = (a: Objects, b: Objects): boolean =>
  a.size === b.size && [...a].every(([tag, content]) => equalBytes(content, b.get(tag) ?? new Uint8Array(0)));
