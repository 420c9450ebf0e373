import type { LockOut, SettingPreview } from '@lanyard/contract';
import { Note } from '../../../parts/note.tsx';
import { AgreeFirst } from '../../parts/form/preview-panel.tsx';
import { Table } from '../../parts/table.tsx';
import { numberWords } from '../../words/total-words.ts';
import { TrustWords } from './trust-words.tsx';
import { Warnings } from './warnings.tsx';

interface PreviewWordsProps {
  readonly preview: SettingPreview;
  /** Whether somebody's lock-out is agreed to here; a question that asks for it otherwise says false. */
  readonly agree?: boolean;
}

/** What a change of a setting would do to whom; who would be locked out stands first. */
export function PreviewWords({ preview, agree = true }: PreviewWordsProps) {
  const { affected, moves, people, warnings, lockOut, trust, needsApproval } = preview;
  return (
    <>
      {needsApproval && (
        <Note tone="waiting" title="This waits for a second person.">
          <p>It changes whose cards open the portal. Nothing changes before somebody else has approved it.</p>
        </Note>
      )}
      {lockOut !== null && <LockOutWords lockOut={lockOut} />}
      {agree && locksOut(lockOut) && <AgreeFirst>{agreementTo(lockOut)}</AgreeFirst>}
      {trust !== null && <TrustWords change={trust} />}
      <p>{affectedWords(preview)}</p>
      {moves.length > 0 && (
        <ul>
          {moves.map(({ from, to, people: count }) => (
            <li key={`${from} ${to}`}>
              {from === to
                ? `${numberWords(count)} ${count === 1 ? 'keeps' : 'keep'} ${from}, with what you change here`
                : `${numberWords(count)} from ${from} to ${to}`}
            </li>
          ))}
        </ul>
      )}
      {people.length > 0 && (
        <details className="fold">
          <summary>{people.length < affected ? `The first ${people.length} of them` : 'Who they are'}</summary>
          <Table
            caption="People whose setting changes"
            rows={people}
            columns={[
              { key: 'name', title: 'Name', cell: ({ displayName }) => displayName },
              { key: 'from', title: 'Has now', cell: ({ from }) => from },
              { key: 'to', title: 'Has afterwards', cell: ({ to }) => to },
            ]}
            rowKey={({ id }) => id}
            rowName={({ displayName }) => displayName}
          />
        </details>
      )}
      <Warnings warnings={warnings} />
    </>
  );
}

/** Whether somebody who can sign in today could not afterwards: then it is agreed to, or typed, first. */
export const locksOut = (lockOut: LockOut | null): lockOut is LockOut =>
  lockOut !== null && (lockOut.lockedOut > 0 || lockOut.you !== null);

function affectedWords({ affected, moves }: SettingPreview): string {
  if (affected === 0) return 'Nobody has another setting afterwards.';
  const people = `${numberWords(affected)} ${affected === 1 ? 'person' : 'people'}`;
  const all = moves.every(({ from, to }) => from === to)
    ? `This changes what holds for ${people}.`
    : `${people} ${affected === 1 ? 'has' : 'have'} another setting afterwards.`;
  return `${all} What devices need of it, they get at their next check-in.`;
}

const agreementTo = ({ lockedOut, you }: LockOut): string =>
  you === null
    ? `I want this, although ${numberWords(lockedOut)} ${lockedOut === 1 ? 'person' : 'people'} can no longer sign in.`
    : 'I want this, although I can no longer sign in with my own card.';

function LockOutWords({ lockOut }: { readonly lockOut: LockOut }) {
  const { lockedOut, stillWork, alreadyOut, neverProved, sampled, checked, of, people, you } = lockOut;
  return (
    <>
      {you !== null && (
        <Note tone="attention" title="You would lock yourself out." urgent>
          <p>{you} Keep an issuer that your own card comes from, or have another way in before you save.</p>
        </Note>
      )}
      <Note
        tone={lockedOut === 0 ? 'active' : 'attention'}
        title={
          lockedOut === 0
            ? 'Nobody who can sign in today is locked out.'
            : `${numberWords(lockedOut)} ${lockedOut === 1 ? 'person' : 'people'} can sign in today and could not afterwards.`
        }
      >
        <p>
          Cards that go on working: {numberWords(stillWork)}. Cards that do not work today either:{' '}
          {numberWords(alreadyOut)}. People who have not shown a card yet: {numberWords(neverProved)}.
          {sampled && ` Only ${numberWords(checked)} of ${numberWords(of)} people were looked at, for want of time.`}
        </p>
        {people.length > 0 && (
          <details className="fold">
            <summary>Who they are</summary>
            <ul>
              {people.map(({ id, displayName, reason }) => (
                <li key={id}>
                  <strong>{displayName}</strong>: {reason}
                </li>
              ))}
            </ul>
          </details>
        )}
      </Note>
    </>
  );
}
