import { pairedDesktops } from '@lanyard/contract';
import { isServerError, isWalletError } from '../errors.ts';
import type { DesktopParts } from './desktop-parts.ts';

/**
 * Forgets here what was forgotten elsewhere, and there what was forgotten here while the server was away.
 * @returns the ids of those that were forgotten here
 */
export async function reconcile(parts: DesktopParts, isPairing: () => boolean): Promise<readonly string[]> {
  const { api, records } = parts;
  const idsHere = async () => new Set((await records.list()).map(({ readerId }) => readerId));
  try {
    const before = await idsHere();
    const call = { method: 'GET', path: '/device/desktops', answer: pairedDesktops } as const;
    const there = new Set((await api.call(call)).desktops.map(({ readerId }) => readerId));
    if (isPairing()) return [];
    const here = await idsHere();
    // What was paired while the server was asked may be missing in its answer.
    const gone = [...here].filter((readerId) => before.has(readerId) && !there.has(readerId));
    for (const readerId of gone) await records.remove(readerId);
    for (const readerId of there) if (!here.has(readerId)) await unpair(parts, readerId);
    return gone;
  } catch (error) {
    if (!isWalletError(error, 'offline')) throw error;
    return [];
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
