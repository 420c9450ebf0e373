import { Mark } from '../../../parts/state-mark.tsx';
import type { Tone } from '../../../words/tone.ts';
import type { FoundHere } from './use-findings.ts';

const tones: Readonly<Record<FoundHere['severity'], Tone>> = {
  error: 'attention',
  warning: 'attention',
  advice: 'waiting',
};
const severityWords: Readonly<Record<FoundHere['severity'], string>> = {
  error: 'Cannot be saved',
  warning: 'Warning',
  advice: 'Advice',
};

/** What the check found, each with the way out. */
export function Findings({ findings }: { readonly findings: readonly FoundHere[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className="findings">
      {findings.map(({ code, field, severity, words, next }) => (
        <li key={`${code} ${field} ${words}`} className={`findings__one findings__one--${severity}`}>
          <Mark tone={tones[severity]} size={16} />
          <span>
            <strong>{severityWords[severity]}:</strong> {words} {next}
          </span>
        </li>
      ))}
    </ul>
  );
}
