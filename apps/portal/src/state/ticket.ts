/**
 * Takes the sign-in ticket out of the address, before anything else of the page runs: no history entry, no
 * screenshot and no referrer keeps it.
 * @returns the ticket, or null when the address carries none
 */
export function takeTicket(
  place: Pick<Location, 'pathname' | 'hash'>,
  history: Pick<History, 'replaceState'>,
): string | null {
  if (place.pathname !== '/signed-in') return null;
  const ticket = new URLSearchParams(place.hash.slice(1)).get('ticket');
  history.replaceState(null, '', place.pathname);
  return ticket === null || ticket === '' ? null : ticket;
}
