/**
 * A one-time secret as the portal showed it, whatever way it was typed.
 *
 * Registration PINs and activation passwords are Crockford base32, which reads O as 0 and I and L as 1, has no lower
 * case and may be grouped for the eye.
 */
export function normaliseSecret(typed: string): string {
  return typed
    .replace(/[\s\u2010-\u2015-]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
