import { useEffect, useState } from 'react';
import { serverNow } from '../api/server-clock.ts';

/**
 * The time at the server, looked at again once a second while something counts.
 * @returns milliseconds since 1970
 */
export function useNow(ticking: boolean): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
