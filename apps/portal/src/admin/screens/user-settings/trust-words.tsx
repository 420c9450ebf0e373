import type { IssuerChange, TrustChange } from '@lanyard/contract';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { StateWord } from '../../../words/tone.ts';
import { IssuerFacts } from './issuer-facts.tsx';

const whats: Readonly<Record<IssuerChange['what'], StateWord>> = {
  added: { word: 'Trusted from then on', tone: 'waiting' },
  removed: { word: 'Trusted no more', tone: 'ended' },
  suffixes: { word: 'Speaks for others', tone: 'waiting' },
};

/** Which issuers a change adds or takes away, and for whom. */
export function TrustWords({ change: { issuers, holds } }: { readonly change: TrustChange }) {
  return (
    <>
      {issuers.length > 0 && (
        <ul className="items" aria-label="Issuers that change">
          {issuers.map(({ what, setting, name, facts, before, after }) => (
            <li key={`${setting} ${name} ${facts?.sha256}`} className="items__item">
              <div className="field">
                <p>
                  <strong>{name}</strong> ({setting}) <StateMark state={whats[what]} />
                </p>
                <p>{suffixWords(what, before, after)}</p>
                <IssuerFacts facts={facts} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {holds.length > 0 && (
        <ul>
          {holds.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function suffixWords(what: IssuerChange['what'], before: readonly string[], after: readonly string[]): string {
  if (what === 'added') return `Speaks for ${named(after)}.`;
  if (what === 'removed') return `Spoke for ${named(before)}.`;
  return `Speaks for ${named(after)}; before, for ${named(before)}.`;
}

const named = (suffixes: readonly string[]): string =>
  suffixes.length === 0
    ? 'whomever its cards name'
    : suffixes.map((suffix) => `@${suffix.replace(/^@/u, '')}`).join(', ');
