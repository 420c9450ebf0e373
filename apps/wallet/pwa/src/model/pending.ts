import type { ModelState } from './model.ts';

/** The request that waits for its activation password. */
export interface Pending {
  readonly requestId: string;
  readonly name?: string;
  /** Absent for a scanned code of which the server has not told this device. */
  readonly expiresAt?: string;
}

/** What the person came with by link or scan goes before what waits at the server. */
export function pendingOf({ linked, overview }: ModelState): Pending | undefined {
  const waiting = overview.desired?.request ?? undefined;
  const open = waiting?.state === 'pending' ? waiting : undefined;
  if (linked !== undefined && linked !== open?.id) {
    // Known to be over: the link is of no use any more.
    return waiting?.id === linked ? undefined : { requestId: linked };
  }
  return open === undefined ? undefined : { requestId: open.id, name: open.name, expiresAt: open.expiresAt };
}
