import type { LintReport } from '@lanyard/contract';
import { lintReport } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from '@trussworks/react-uswds';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { StatTile } from '../../parts/stat-tile.tsx';
import { objectLink } from './object-link.ts';

type Finding = LintReport['findings'][number];

const severities: readonly {
  readonly severity: Finding['severity'];
  readonly title: string;
  readonly state: StateWord;
}[] = [
  { severity: 'error', title: 'What cannot work', state: { word: 'Error', tone: 'attention' } },
  { severity: 'warning', title: 'What is probably not meant', state: { word: 'Warning', tone: 'attention' } },
  { severity: 'advice', title: 'What could be better', state: { word: 'Advice', tone: 'waiting' } },
];

/** "Check": everything that is configured, looked through for what people are known to get wrong. */
export function LintScreen() {
  const found = useQuery(adminQuery(lintReport, 'lint'));
  const again = (
    <Button type="button" outline aria-disabled={found.isFetching} onClick={() => void found.refetch()}>
      {found.isFetching ? 'Checking…' : 'Check again'}
    </Button>
  );
  return (
    <>
      <ScreenHead title="Check" acts={again} />
      <p className="lead">
        Settings, configurations and apps together, looked through for slips and contradictions. Nothing is changed.
      </p>
      <Loaded query={found}>{(report) => <Report report={report} />}</Loaded>
    </>
  );
}

function Report({ report }: { readonly report: LintReport }) {
  const { checkedAt, errors, warnings, advice, findings } = report;
  return (
    <>
      <div className="tiles">
        <StatTile title="Errors" value={errors} />
        <StatTile title="Warnings" value={warnings} />
        <StatTile title="Advice" value={advice} />
      </div>
      <p className="quiet">
        Checked <DateText at={checkedAt} />
      </p>
      {findings.length === 0 && (
        <EmptyState title="Nothing is wrong">
          <p>
            Everything that is configured fits together. “Can this person finish?” on a person’s page says the rest.
          </p>
        </EmptyState>
      )}
      {severities.map(({ severity, title, state }) => {
        const some = findings.filter((finding) => finding.severity === severity);
        return some.length === 0 ? null : (
          <Sheet key={severity} title={`${title} (${some.length})`}>
            <ol className="checks" aria-label={title}>
              {some.map((finding) => (
                <Problem key={keyOf(finding)} finding={finding} state={state} />
              ))}
            </ol>
          </Sheet>
        );
      })}
    </>
  );
}

/** Several things may have the same name. */
const beforeName: Readonly<Record<Finding['object']['kind'], string>> = {
  setting: 'Setting: ',
  provider: 'Provider: ',
  configuration: 'Configuration: ',
  app: 'App: ',
  'app configuration': 'App configuration: ',
  installation: '',
};

const keyOf = ({ code, field, object, words }: Finding): string => [code, object.id ?? '', field, words].join(' ');

function Problem({ finding, state }: { readonly finding: Finding; readonly state: StateWord }) {
  const { object, words, next } = finding;
  const to = objectLink(finding);
  return (
    <li className="checks__step">
      <div>
        <StateMark state={state} />
      </div>
      <div>
        <p className="checks__title">
          {beforeName[object.kind]}
          {to === null ? object.name : <Link to={to}>{object.name}</Link>}
        </p>
        <p>{words}</p>
        <p>
          <strong>Next:</strong> {next}
        </p>
      </div>
    </li>
  );
}
