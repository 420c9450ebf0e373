import { serverNow } from '../../../api/server-clock.ts';
import { DateText } from '../../../parts/date.tsx';
import { partOver } from './authority-words.ts';

/** From when to when something is valid, and how much of that is over. */
export function ValidityBar({ notBefore, notAfter }: { readonly notBefore: string; readonly notAfter: string }) {
  const over = Math.round(partOver(notBefore, notAfter, serverNow()) * 100);
  return (
    <span className="progress">
      <progress aria-label={`${over} % of its validity are over`} value={over} max={100} />
      <span className="quiet">
        <DateText at={notBefore} /> to <DateText at={notAfter} />
      </span>
    </span>
  );
}
