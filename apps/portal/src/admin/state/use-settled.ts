import { useEffect, useState } from 'react';

/** How long typing must rest before it is acted on: a fast typist's pause, and few enough questions to the server. */
const restMs = 250;

/** A text as it is typed, and the same once typing has rested. */
export function useSettled(initial: string) {
  const [now, setNow] = useState(initial);
  const [settled, setSettled] = useState(initial);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(now), restMs);
    return () => clearTimeout(timer);
  }, [now]);
  return [{ now, settled }, setNow] as const;
}
