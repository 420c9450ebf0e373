import type { Tone } from '../../../words/tone.ts';
import { Mark } from '../../../parts/state-mark.tsx';
import { numberWords } from '../../words/total-words.ts';
import { Link } from '@tanstack/react-router';

export interface Part {
  readonly title: string;
  readonly value: number;
  readonly tone: Tone;
  readonly link?: string;
}

/** The parts of a whole in one bar, with a legend that carries names, numbers and links. */
export function StackedBar({ parts, label }: { readonly parts: readonly Part[]; readonly label: string }) {
  const all = Math.max(
    1,
    parts.reduce((sum, { value }) => sum + value, 0),
  );
  const begins = parts.map((_, index) => parts.slice(0, index).reduce((sum, { value }) => sum + value, 0));
  return (
    <div className="stacked">
      <svg className="stacked__bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden focusable={false}>
        <rect width={100} height={8} className="bars__ground" />
        {parts.map(({ title, value, tone }, index) => (
          <rect
            key={title}
            className={`stacked__part stacked__part--${tone}`}
            x={(100 * (begins[index] ?? 0)) / all}
            width={(100 * value) / all}
            height={8}
          />
        ))}
      </svg>
      <ul className="stacked__legend" aria-label={label}>
        {parts.map(({ title, value, tone, link }) => (
          <li key={title} className={`stacked__entry stacked__entry--${tone}`}>
            <Mark tone={tone} size={16} />
            <span>{link === undefined ? title : <Link to={link}>{title}</Link>}</span>
            <strong>{numberWords(value)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
