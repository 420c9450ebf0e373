import type { Dashboard } from '@lanyard/contract';
import { StackedBar } from '../../parts/charts/stacked-bar.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { StatTile } from '../../parts/stat-tile.tsx';
import { credentialStates } from '../../words/credential-state-words.ts';

export function CredentialSheet(props: Pick<Dashboard, 'credentials' | 'expiring'>) {
  const { credentials, expiring } = props;
  return (
    <Sheet title="Derived credentials">
      {credentials.every(({ count }) => count === 0) ? (
        <EmptyState title="None yet">
          <p>The first appears when somebody activates their phone.</p>
        </EmptyState>
      ) : (
        <StackedBar
          label="Derived credentials by state"
          parts={credentials.map(({ state, count, link }) => ({
            title: credentialStates[state].word,
            tone: credentialStates[state].tone,
            value: count,
            link,
          }))}
        />
      )}
      <h3>Expiring soon</h3>
      <div className="tiles">
        {expiring.map(({ days, count, atLeast, link }) => (
          <StatTile key={days} title={`within ${days} days`} value={count} atLeast={atLeast} link={link} />
        ))}
      </div>
    </Sheet>
  );
}
