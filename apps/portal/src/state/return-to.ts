import { newRequestInput } from '@lanyard/contract';
import type { Act } from '../api/acts.ts';

/** Where the person was, and what they were doing, when the browser went off to the card host. Never a secret. */
export interface Errand {
  readonly path: string;
  /** Done once the card was shown again, by the same person only. */
  readonly act: Act | null;
  readonly personId: string | null;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** An errand older than this is forgotten: nobody expects an act to happen by itself the next morning. */
const keptForMs = 15 * 60_000;
const key = 'lanyard.errand';

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function keepErrand(storage: Storage, errand: Errand): void {
  storage.setItem(key, JSON.stringify(errand));
}

/** Takes the errand out of the storage: an act is continued once at most. */
export function takeErrand(storage: Storage, now: number): Errand | null {
  const text = storage.getItem(key);
  storage.removeItem(key);
  if (text === null) return null;
  try {
    return readErrand(JSON.parse(text), now);
  } catch {
    return null;
  }
}

function readErrand(value: unknown, now: number): Errand | null {
  if (typeof value !== 'object' || value === null) return null;
  const { path, act, personId, since } = value as Record<string, unknown>;
  if (typeof since !== 'number' || now - since > keptForMs || now < since) return null;
  return {
    path: safePath(path),
    act: readAct(act),
    personId: typeof personId === 'string' ? personId : null,
    since,
  };
}

/** A path of this origin and nothing else: `//host` and `/\host` would lead away from it. */
export const safePath = (path: unknown): string =>
  typeof path === 'string' && /^\/(?![/\\])/u.test(path) && !path.startsWith('/sign') ? path : '/';

function readAct(value: unknown): Act | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, input, requestId } = value as Record<string, unknown>;
  if (kind === 'more-time' && typeof requestId === 'string') return { kind, requestId };
  if (kind !== 'request') return null;
  const parsed = newRequestInput.safeParse(input);
  return parsed.success ? { kind, input: parsed.data } : null;
}
