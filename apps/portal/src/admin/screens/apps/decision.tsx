import type { certificateTestResult } from '@lanyard/contract';
import type { z } from 'zod';
import { Note } from '../../../parts/note.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';

type Result = z.infer<typeof certificateTestResult>;
type Tried = Result['tried'][number];

const verdicts: Readonly<Record<Tried['verdict'], StateWord>> = {
  wins: { word: 'Shows its certificate', tone: 'active' },
  'would match': { word: 'Matches, too late', tone: 'ended' },
  'does not match': { word: 'Does not match', tone: 'ended' },
  'no certificate': { word: 'Has no certificate', tone: 'attention' },
  'not on the device': { word: 'Not on the device', tone: 'attention' },
  invalid: { word: 'Not a rule', tone: 'attention' },
};

/** The decision drawn: the rules in the order in which they were tried, down to the one that wins. */
export function Decision({ result: { url, shown, why, tried } }: { readonly result: Result }) {
  return (
    <section aria-label="Decision">
      <Note tone={shown === null ? 'attention' : 'active'} title={shownWords(shown, url)}>
        <p>{why}</p>
      </Note>
      <ol className="rules">
        {tried.map((rule) => (
          <li key={rule.key} className={rule.verdict === 'wins' ? 'rules__rule rules__rule--wins' : 'rules__rule'}>
            <div className="rules__from">
              <code>{rule.key}</code>
              <strong>{rule.rule}</strong>
            </div>
            <span className="rules__arrow" aria-hidden="true">
              →
            </span>
            <div className="rules__to">
              <code>{rule.certificateKey}</code>
              <strong>{rule.certificate ?? 'no certificate'}</strong>
            </div>
            <div className="rules__verdict">
              <StateMark state={verdicts[rule.verdict]} />
              <p className="quiet">{rule.why}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

const shownWords = (shown: Result['shown'], url: string): string =>
  shown === null ? `No certificate is shown to ${url}.` : `${url} is shown “${shown.certificate}”.`;
