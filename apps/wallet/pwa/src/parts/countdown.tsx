import { useEffect, useState, type JSX } from 'react';
import { plural } from '../model/words.ts';

/** Said aloud when the time left falls to these, in seconds; every tick would be noise. */
const SAID_AT = [300, 120, 60, 30] as const;

/** The time left until an instant, each second for the eye and now and then for the ear. */
export function Countdown({ until, onEnd }: { readonly until: string; onEnd?(): void }): JSX.Element {
  const [now, setNow] = useState(() => Date.now());
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  const over = left === 0;
  useEffect(() => {
    if (over) {
      onEnd?.();
      return undefined;
    }
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
    // Only the end of the time is of interest here, not a new function of the same meaning.
    // oxlint-disable-next-line react/exhaustive-deps -- see above
  }, [over]);
  const reached = SAID_AT.findLast((seconds) => left <= seconds);
  return (
    <span className={left <= 60 ? 'countdown countdown-short' : 'countdown'}>
      <span role="timer" aria-live="off">
        {over ? 'Time is up' : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`}
      </span>
      <span className="visually-hidden" role="status">
        {over
          ? 'Time is up'
          : reached === undefined
            ? ''
            : `${reached >= 60 ? plural(reached / 60, 'minute') : `${reached} seconds`} left`}
      </span>
    </span>
  );
}
