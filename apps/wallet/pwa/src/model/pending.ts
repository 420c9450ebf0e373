import type { ModelState } from './model.ts';

/** The request that waits for its activation password. */
export interface Pending {
  readonly requestId: string;
  readonly name?: string;
  /** Absent for a scanned code until the server has told of it. */
  readonly expiresAt?: string;
}

/** What the person came with by link or scan goes before what waits at the server. */
export function pendingOf({
  linked,
  linkedRequest,
  overview,
}: Pick<ModelState, 'linked' | 'linkedRequest' | 'overview'>): Pending | undefined {
  const waiting = overview.desired?.request ?? undefined;
  const described = linked === undefined ? waiting : waiting?.id === linked ? waiting : linkedRequest;
  if (described === undefined) return linked === undefined ? undefined : { requestId: linked };
  // Known to be over: a link to it is of no use any more, and what waits at the server comes forward again.
  if (described.state !== 'pending') return linked === undefined ? undefined : pendingOf({ ...EMPTY_LINK, overview });
  return { requestId: described.id, name: described.name, expiresAt: described.expiresAt };
}

const EMPTY_LINK = { linked: undefined, linkedRequest: undefined } as const;
