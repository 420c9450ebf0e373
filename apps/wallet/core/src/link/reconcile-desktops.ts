import { pairedDesktops } from '@lanyard/contract';
import { isServerError, isWalletError } from '../errors.ts';
import type { DesktopParts } from './desktop-parts.ts';

/** Forgets here what was forgotten elsewhere, and there what was forgotten here while the server was away. */
export async function reconcile(parts: DesktopParts, isPairing: () => boolean): Promise<void> {
  const { api, records } = parts;
  try {
    const call = { method: 'GET', path: '/device/desktops', answer: pairedDesktops } as const;
    const there = new Set((await api.call(call)).desktops.map(({ readerId }) => readerId));
    if (isPairing()) return;
    const here = new Set((await records.list()).map(({ readerId }) => readerId));
    for (const readerId of here) if (!there.has(readerId)) await records.remove(readerId);
    for (const readerId of there) if (!here.has(readerId)) await unpair(parts, readerId);
  } catch (error) {
    if (!isWalletError(error, 'offline')) throw error;
  }
}

/** Tells the server that a desktop was forgotten here. */
export async function unpair({ api }: DesktopParts, readerId: string): Promise<void> {
  try {
    await api.call({ method: 'DELETE', path: `/device/desktops/${readerId}` });
  } catch (error) {
    if (!isServerError(error, 'desktop_not_paired')) throw error;
  }
}
