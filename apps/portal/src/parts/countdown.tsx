import { useEffect, useRef, useState } from 'react';
import { announcement, clockText, secondsLeft } from '../words/countdown.ts';
import { useNow } from './use-now.ts';

/** From this many seconds on the clock asks for attention. */
const urgentFrom = 60;

/** The time left, silent for screen readers but for a few announcements. */
export function Countdown({ until, label }: { readonly until: string; readonly label: string }) {
  const left = secondsLeft(until, useNow(true));
  const said = useAnnouncement(left);
  return (
    <div className={left <= urgentFrom ? 'countdown countdown--urgent' : 'countdown'}>
      <span className="countdown__label">{label}</span>
      <span className="countdown__clock" role="timer" aria-label={`${label}: ${clockText(left)}`}>
        {clockText(left)}
      </span>
      <span className="usa-sr-only" role="status">
        {said}
      </span>
    </div>
  );
}

function useAnnouncement(left: number): string {
  const before = useRef(left);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const words = announcement(before.current, left);
    before.current = left;
    if (words !== null) setSaid(words);
  }, [left]);
  return said;
}
