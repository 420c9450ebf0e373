import type { SettingWarning } from '@lanyard/contract';
import { Note } from '../../../parts/note.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { Tone } from '../../../words/tone.ts';

const tones: Readonly<Record<SettingWarning['severity'], Tone>> = {
  error: 'attention',
  warning: 'attention',
  advice: 'waiting',
};

interface WarningsProps {
  readonly warnings: readonly SettingWarning[];
  /** For a cell of a table: only how many there are. */
  readonly short?: boolean;
}

/** What is unwise or contradictory about a setting, each with the way out. */
export function Warnings({ warnings, short = false }: WarningsProps) {
  if (short) return <Count warnings={warnings} />;
  return (
    <>
      {warnings.map(({ code, severity, words, next }) => (
        <Note key={code} tone={tones[severity]} title={words}>
          <p>{next}</p>
        </Note>
      ))}
    </>
  );
}

function Count({ warnings }: { readonly warnings: readonly SettingWarning[] }) {
  const serious = warnings.filter(({ severity }) => severity !== 'advice').length;
  if (serious > 0)
    return <StateMark state={{ word: serious === 1 ? '1 warning' : `${serious} warnings`, tone: 'attention' }} />;
  return warnings.length === 0 ? (
    <StateMark state={{ word: 'In order', tone: 'active' }} />
  ) : (
    <StateMark state={{ word: 'Advice', tone: 'waiting' }} />
  );
}
