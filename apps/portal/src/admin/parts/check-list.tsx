import { Link } from '@tanstack/react-router';
import { StateMark } from '../../parts/state-mark.tsx';
import type { StateWord } from '../../words/tone.ts';

export interface Check {
  readonly key: string;
  readonly title: string;
  readonly state: StateWord;
  readonly why: string;
  /** What to do; null where nothing is. */
  readonly next: string | null;
  /** The screen where it is done. */
  readonly link: string | null;
}

/** Steps that were looked at, each with what was found and the way on. */
export function CheckList({ checks, label }: { readonly checks: readonly Check[]; readonly label: string }) {
  return (
    <ol className="checks" aria-label={label}>
      {checks.map(({ key, title, state, why, next, link }) => (
        <li key={key} className="checks__step" data-step={key}>
          <div>
            <StateMark state={state} />
          </div>
          <div>
            <p className="checks__title">{title}</p>
            <p>{why}</p>
            {next !== null && (
              <p>
                <strong>Next:</strong> {next}{' '}
                {link !== null && (
                  <Link to={link}>
                    Go there<span className="usa-sr-only">: {title}</span>
                  </Link>
                )}
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
