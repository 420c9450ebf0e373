import type { RequestSecrets } from '@lanyard/contract';

export interface KeptSecrets extends RequestSecrets {
  /** An activation password shown before does not work any more. */
  readonly renewed: boolean;
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
 * Keeps fresh secrets. "More time" gives a new activation password; a registration PIN shown before stays, if it
 * was not given anew.
 * @param renewed there was an activation password for this request before
 */
export function keepSecrets(fresh: RequestSecrets, renewed: boolean): void {
  const key = fresh.requestId ?? pinOnly;
  kept.set(key, { ...merged(kept.get(key), fresh), renewed });
  for (const listener of listeners) listener();
}

function merged(before: RequestSecrets | undefined, fresh: RequestSecrets): RequestSecrets {
  if (before === undefined || fresh.registrationPin !== null) return fresh;
  return { ...fresh, registrationPin: before.registrationPin, registrationPinExpiresAt: before.registrationPinExpiresAt };
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
