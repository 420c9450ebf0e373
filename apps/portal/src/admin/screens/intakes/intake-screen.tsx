import type { IntakeView } from '@lanyard/contract';
import { intakeView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Note } from '../../../parts/note.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { StatTile } from '../../parts/stat-tile.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { intakeStates } from '../../words/intake-words.ts';
import { numberWords } from '../../words/total-words.ts';
import { IntakeLines } from './intake-lines.tsx';

/** How often an import under way is looked at. */
const followMs = 1_000;

/** What one file would change, or did. */
export function IntakeScreen() {
  const path = pathOf('intakes', useParam('id'));
  const found = useQuery({
    ...adminQuery(intakeView, path),
    refetchInterval: (query) => (isUnderWay(query.state.data) ? followMs : false),
  });
  return (
    <>
      <ScreenHead
        title={found.data?.name ?? 'Import'}
        of={{ title: 'Import people from CSV', path: '/admin/people/import' }}
      />
      <Loaded query={found}>{(intake) => <Intake intake={intake} path={path} />}</Loaded>
    </>
  );
}

const isUnderWay = (intake: IntakeView | undefined): boolean =>
  intake?.state === 'reading' || intake?.state === 'applying';

/** A file is taken whole or not at all. */
const cannot: StateWord = { word: 'Cannot be imported', tone: 'attention' };

const outcomes = [
  { outcome: 'new', title: 'New' },
  { outcome: 'changed', title: 'Changed' },
  { outcome: 'unchanged', title: 'Unchanged' },
  { outcome: 'refused', title: 'Refused' },
  { outcome: 'gone', title: 'Gone from the source' },
] as const;

function Intake({ intake, path }: { readonly intake: IntakeView; readonly path: string }) {
  const { state, counts, progress, problem } = intake;
  const mayWrite = useAllowed('people.write');
  return (
    <>
      <p>
        <StateMark state={state === 'ready' && counts.refused > 0 ? cannot : intakeStates[state]} />
      </p>
      {problem !== null && <Note tone="attention" title={problem} />}
      {isUnderWay(intake) && <ProgressBar title={intakeStates[state].word} done={progress.done} all={progress.of} />}
      <div className="tiles">
        {outcomes.map(({ outcome, title }) => (
          <StatTile
            key={outcome}
            title={title}
            value={counts[outcome]}
            link={`/admin/people/import/${intake.id}?outcome=${outcome}`}
          />
        ))}
        <StatTile title="Join groups" value={counts.joins} />
        <StatTile title="Leave groups" value={counts.leaves} />
      </div>
      {mayWrite && (state === 'ready' || state === 'waiting') && <Choice intake={intake} path={path} />}
      <IntakeLines path={path} />
    </>
  );
}

function Choice({ intake: { counts }, path }: { readonly intake: IntakeView; readonly path: string }) {
  const [asked, ask] = useState(false);
  const apply = useWrite(intakeView, () => ask(false), ['people', 'groups']);
  const discard = useWrite(intakeView);
  const changes = counts.new + counts.changed + counts.gone + counts.joins + counts.leaves;
  return (
    <>
      <div className="actions">
        {counts.refused === 0 ? (
          <Button type="button" aria-disabled={changes === 0} onClick={() => changes > 0 && ask(true)}>
            Import…
          </Button>
        ) : (
          <Link to="/admin/people/import" className="usa-button">
            Choose the corrected file
          </Link>
        )}
        <Button
          type="button"
          outline
          aria-disabled={discard.isPending}
          onClick={() => discard.mutate({ method: 'POST', path: `${path}/discard` })}
        >
          Discard
        </Button>
      </div>
      {changes === 0 && <p>Everything in it is as it is here already: there is nothing to import.</p>}
      {discard.isError && <TroubleNote error={discard.error} />}
      {asked && (
        <ConfirmAct
          title="Import this?"
          verb="Import"
          harmless={counts.gone === 0}
          {...(counts.gone > 0 ? { type: String(counts.gone) } : {})}
          busy={apply.isPending}
          error={apply.error}
          onConfirm={() => apply.mutate({ method: 'POST', path: `${path}/apply` })}
          onClose={() => ask(false)}
        >
          <p>
            {numberWords(counts.new)} people are added and {numberWords(counts.changed)} changed.{' '}
            {counts.gone > 0 && `${numberWords(counts.gone)} are gone from the source and lose their credentials.`}
          </p>
        </ConfirmAct>
      )}
    </>
  );
}
