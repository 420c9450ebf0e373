import { startSignIn } from '../api/queries.ts';
import { serverNow } from '../api/server-clock.ts';
import type { Errand } from './return-to.ts';
import { keepErrand } from './return-to.ts';

/** The address of the page as the router knows it, for coming back to. */
export const presentPath = (): string => `${location.pathname}${location.search}`;

export function rememberErrand(errand: Omit<Errand, 'since'>): void {
  keepErrand(sessionStorage, { ...errand, since: serverNow() });
}

/**
 * Leaves for the card host, where the browser asks for a certificate.
 * @param cardHost another address of the card host, for a browser that insists on the certificate it sent before
 * @throws ApiError when the sign-in could not be started
 */
export async function leaveForCard(cardHost?: string): Promise<void> {
  const url = new URL(await startSignIn());
  if (cardHost !== undefined) url.host = new URL(cardHost).host;
  location.assign(url);
}
