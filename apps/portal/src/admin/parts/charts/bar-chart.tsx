import { Link } from '@tanstack/react-router';
import type { Tone } from '../../../words/tone.ts';
import { numberWords } from '../../words/total-words.ts';

export interface Bar {
  readonly title: string;
  readonly value: number;
  /** The list that is counted. */
  readonly link?: string;
  /** The colour of a state; the accent without. */
  readonly tone?: Tone;
}

/**
 * Lying bars, each with its name and number in plain text, so that it needs no other form for screen readers.
 * @param bars in the order shown
 */
export function BarChart({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ul className="bars" aria-label={label}>
      {bars.map(({ title, value, link, tone }) => (
        <li key={title} className="bars__row">
          <span className="bars__title">{link === undefined ? title : <Link to={link}>{title}</Link>}</span>
          <svg className={`bars__bar bars__bar--${tone ?? 'accent'}`} viewBox="0 0 100 8" {...stretched}>
            <rect width={100} height={8} className="bars__ground" />
            <rect width={(100 * value) / most} height={8} className="bars__fill" />
          </svg>
          <span className="bars__value">{numberWords(value)}</span>
        </li>
      ))}
    </ul>
  );
}

/** A drawing that fills its place and that only eyes need. */
const stretched = { preserveAspectRatio: 'none', 'aria-hidden': true, focusable: false } as const;
