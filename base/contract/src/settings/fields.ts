import { z } from 'zod';

export const oid = z
  .string()
  .regex(/^[0-2](\.\d+)+$/, 'is an object identifier such as 2.16.840.1.101.3.2.1.3.13')
  .max(100);

export const osVersion = z.string().regex(/^\d+(\.\d+){0,3}$/, 'is a version such as 16.4');

/**
 * An https address, kept as it was typed: port, path and all. Nothing hidden in it: no user name, no fragment, no white
 * space, no other way to write a slash.
 */
export const httpsAddress = z
  .url({
    protocol: /^https$/,
    normalize: false,
    error: 'begins with https:// and names a host; port and path may follow',
  })
  .max(2_000)
  .regex(
    /^https:\/\/[^/@\s\\#?]+(\/[^\s\\#\p{C}]*)?(\?[^\s\\#\p{C}]*)?$/iu,
    'has a user name, a fragment or a character that has no place there',
  );
