import type { Simulation, SimulationStep } from '@lanyard/contract';
import { simulation } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Note } from '../../../parts/note.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { CheckList } from '../../parts/check-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Sheet } from '../../parts/sheet.tsx';

const outcomes: Readonly<Record<SimulationStep['outcome'], StateWord>> = {
  passes: { word: 'Works', tone: 'active' },
  fails: { word: 'Fails', tone: 'attention' },
  unknown: { word: 'Not known', tone: 'waiting' },
};

/** Whether this person could get a credential today, and if not, at which step it ends and why. */
export function FinishSheet({ personId }: { readonly personId: string }) {
  const found = useQuery(adminQuery(simulation, pathOf('people', personId, 'simulation')));
  return (
    <Sheet title="Can this person finish?">
      <Loaded query={found}>{(data) => <Verdict result={data} />}</Loaded>
    </Sheet>
  );
}

function Verdict({ result: { outcome, steps, failsAt, displayName } }: { readonly result: Simulation }) {
  const [all, showAll] = useState(false);
  const failing = steps.find(({ step }) => step === failsAt);
  const shown = all ? steps : steps.filter((step) => step.outcome !== 'passes');
  return (
    <>
      {outcome === 'passes' && (
        <Note tone="active" title={`Yes. ${displayName} can get a derived credential today.`}>
          <p>Every one of the {steps.length} steps was looked at with the settings that hold for this person.</p>
        </Note>
      )}
      {outcome === 'unknown' && (
        <Note tone="waiting" title="Probably. Nothing stands in the way, but not all can be known beforehand." />
      )}
      {outcome === 'fails' && failing !== undefined && (
        <Note tone="attention" title={`No. It ends at: ${failing.title}.`}>
          <p>{failing.why}</p>
        </Note>
      )}
      <CheckList
        label="Steps"
        checks={shown.map(({ step, title, why, next, link, outcome: how }) => ({
          key: step,
          title,
          state: outcomes[how],
          why,
          next,
          link,
        }))}
      />
      <button type="button" className="usa-button usa-button--unstyled" onClick={() => showAll(!all)}>
        {all ? 'Show only what does not work' : `Show all ${steps.length} steps`}
      </button>
    </>
  );
}
