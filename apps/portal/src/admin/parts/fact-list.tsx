import type { ReactNode } from 'react';

export interface Fact {
  readonly title: string;
  /** `null` is left out. */
  readonly value: ReactNode;
}

/** Names and values of one thing. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="fact-list">
      {facts
        .filter(({ value }) => value !== null)
        .map(({ title, value }) => (
          <div key={title} className="fact-list__fact">
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
