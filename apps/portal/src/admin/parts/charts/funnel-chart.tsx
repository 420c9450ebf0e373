import { numberWords } from '../../words/total-words.ts';

export interface FunnelStep {
  readonly title: string;
  readonly value: number;
}

/** How many came how far; each step says how many of the one before it lost. */
export function FunnelChart({ steps, label }: { readonly steps: readonly FunnelStep[]; readonly label: string }) {
  const most = Math.max(1, ...steps.map(({ value }) => value));
  return (
    <ol className="funnel" aria-label={label}>
      {steps.map(({ title, value }, index) => {
        const share = (100 * value) / most;
        const before = steps[index - 1]?.value;
        return (
          <li key={title} className="funnel__step">
            <svg className="funnel__bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden focusable={false}>
              <rect x={(100 - share) / 2} width={share} height={8} className="bars__fill" />
            </svg>
            <span className="funnel__title">{title}</span>
            <strong className="funnel__value">{numberWords(value)}</strong>
            <span className="funnel__lost">{before === undefined ? '' : lostWords(before, value)}</span>
          </li>
        );
      })}
    </ol>
  );
}

const lostWords = (before: number, now: number): string =>
  before === 0 || now >= before
    ? 'nobody lost here'
    : `${Math.round((100 * (before - now)) / before)} % got no further`;
