import { Link } from '@tanstack/react-router';
import type { Tone } from '../../words/tone.ts';
import { Mark } from '../../parts/state-mark.tsx';
import { numberWords } from '../words/total-words.ts';

interface StatTileProps {
  readonly title: string;
  readonly value: number;
  /** There are more than `value`. */
  readonly atLeast?: boolean;
  /** The list that is counted. */
  readonly link?: string;
  /** A word on what it means; with it the mark of its tone. */
  readonly note?: string;
  readonly tone?: Tone;
}

/** A number that leads to the list behind it. */
export function StatTile({ title, value, atLeast = false, link, note, tone }: StatTileProps) {
  const number = `${numberWords(value)}${atLeast ? '+' : ''}`;
  return (
    <div className="tile">
      <span className="tile__value">{number}</span>
      <span className="tile__title">{link === undefined ? title : <Link to={link}>{title}</Link>}</span>
      {note !== undefined && (
        <span className={tone === undefined ? 'tile__note' : `tile__note tile__note--${tone}`}>
          {tone !== undefined && <Mark tone={tone} size={16} />} {note}
        </span>
      )}
    </div>
  );
}
