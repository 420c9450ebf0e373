import type { ConfigChange, ConfigEffect, ConfigPlan } from '@lanyard/contract';
import { titleOf } from '../../parts/form/field-node.ts';
import { numberWords } from '../../words/total-words.ts';

const verbs: Readonly<Record<ConfigChange['act'], string>> = {
  create: 'Creates',
  change: 'Changes',
  order: 'Puts in another order',
  delete: 'Deletes',
};

/** What a file would change, for whom. */
export function PlanWords({ plan: { changes, unchanged, kept } }: { readonly plan: ConfigPlan }) {
  return (
    <section className="preview" aria-label="What this will do">
      <h3>{changes.length === 0 ? 'Nothing would change' : `What this will do (${numberWords(changes.length)})`}</h3>
      <p>
        As the file has it already: {numberWords(unchanged)}.
        {kept.length > 0 && ` Here and not in the file, and stays: ${numberWords(kept.length)}.`}
      </p>
      {changes.map((change) => (
        <details key={`${change.act} ${change.part} ${change.name}`} className="preview__side">
          <summary>
            {verbs[change.act]}: {change.name} ({titleOf(change.part)})
          </summary>
          <Change change={change} />
        </details>
      ))}
    </section>
  );
}

function Change({ change: { fields, effect } }: { readonly change: ConfigChange }) {
  return (
    <>
      {fields.length > 0 && (
        <ul>
          {fields.map(({ field, from, to }) => (
            <li key={field}>
              {field}: {from ?? 'nothing'} → {to ?? 'nothing'}
            </li>
          ))}
        </ul>
      )}
      {effect !== null && <EffectWords effect={effect} />}
    </>
  );
}

const sides = [
  ['gains', 'gain it'],
  ['changes', 'get another version'],
  ['loses', 'lose it'],
  ['lockedOut', 'could no longer sign in'],
] as const;

function EffectWords({ effect }: { readonly effect: ConfigEffect }) {
  return (
    <ul>
      {sides
        .filter(([key]) => effect[key].count > 0)
        .map(([key, words]) => (
          <li key={key}>
            {numberWords(effect[key].count)} {effect.of} {words}: {effect[key].first.join(', ')}
            {effect[key].count > effect[key].first.length && ' …'}
          </li>
        ))}
      {effect.sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
