/** The length of 256 bits in base64url. */
const length = 43;

/**
 * Takes the one-time token of a console's link out of the address, so that no history and no screenshot keeps it.
 * @returns the token, or null when the address carries none that is whole
 */
export function takeLinkToken(
  place: Pick<Location, 'pathname' | 'hash'>,
  entries: Pick<History, 'replaceState'>,
): string | null {
  const token = place.hash.slice(1);
  if (token !== '') entries.replaceState(null, '', place.pathname);
  return token.length === length && /^[\w-]+$/u.test(token) ? token : null;
}
