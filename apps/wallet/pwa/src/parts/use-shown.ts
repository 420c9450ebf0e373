import { useEffect, useState } from 'react';
import { type Act, useAct } from '../model/context.ts';

/** Long enough to type it once. */
const SHOWN_MS = 30_000;

export interface Shown extends Pick<Act, 'error'> {
  /** Undefined while it is hidden. */
  readonly secret: string | undefined;
  /** Shows it for half a minute, or hides it. */
  toggle(): void;
}

/** A secret that its holder wants to see for a moment. */
export function useShown(read: () => Promise<string>): Shown {
  const [secret, setSecret] = useState<string | undefined>(undefined);
  const { error, run } = useAct();
  useEffect(() => {
    if (secret === undefined) return undefined;
    const timer = setTimeout(() => setSecret(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [secret]);
  const toggle = (): void => {
    if (secret === undefined) void run(async () => setSecret(await read()));
    else setSecret(undefined);
  };
  return { secret, error, toggle };
}
