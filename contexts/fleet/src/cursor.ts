import { LanyardError } from '@lanyard/kernel';

/** Where a page of a list ended: the key that it is sorted by, and the id that tells equal keys apart. */
export interface Cursor {
  readonly key: string;
  readonly id: string;
}

export const writeCursor = ({ key, id }: Cursor): string =>
  Buffer.from(JSON.stringify([key, id])).toString('base64url');

/** @throws LanyardError `input_invalid` for what we did not write */
export function readCursor(after: string): Cursor {
  try {
    const [key, id] = JSON.parse(Buffer.from(after, 'base64url').toString('utf8')) as unknown[];
    if (typeof key === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return { key, id };
  } catch {
    // falls through: it is not one of ours
  }
  throw new LanyardError('input_invalid', { fields: [{ field: 'after' }] });
}
