import type { RequestSecrets } from '@lanyard/contract';

export interface KeptSecrets extends RequestSecrets {
  /** What was shown before these and does not work any more. */
  readonly replaced: 'nothing' | 'password' | 'PIN and password';
}

/**
 * The one-time secrets of this page's lifetime. They are in memory only: no storage, no address, no cache keeps
 * them, and a reload forgets them.
 */
const kept = new Map<string, KeptSecrets>();
const listeners = new Set<() => void>();

/** The key of a registration PIN that belongs to no credential request. */
export const pinOnly = 'pin';

/**
 * Keeps fresh secrets. "More time" gives a new activation password, and a new registration PIN while no phone is
 * registered with the one before.
 * @param again these replace earlier ones of the same request
 */
export function keepSecrets(fresh: RequestSecrets, again: boolean): void {
  const replaced = fresh.registrationPin === null ? 'password' : 'PIN and password';
  kept.set(fresh.requestId ?? pinOnly, { ...fresh, replaced: again ? replaced : 'nothing' });
  for (const listener of listeners) listener();
}

export const secretsOf = (key: string): KeptSecrets | null => kept.get(key) ?? null;

/** After sign-out, and when another person signs in, nothing of the one before is left. */
export function forgetSecrets(): void {
  kept.clear();
  for (const listener of listeners) listener();
}

export function onSecrets(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
