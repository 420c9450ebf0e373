import { Outlet, useRouterState } from '@tanstack/react-router';
import { useKeptFocus } from '../../state/keep-focus.ts';
import { useAccent } from '../../state/use-accent.ts';
import { CardGate } from './card-gate.tsx';
import { Header } from './header.tsx';

/** What every screen stands in: the way past the header, the header, the one main region. */
export function Shell() {
  useAccent();
  useKeptFocus();
  const loading = useRouterState({ select: (state) => state.status === 'pending' });
  return (
    <CardGate>
      <a className="usa-skipnav" href="#main" onClick={skip}>
        Skip to the main content
      </a>
      <Header />
      <main id="main" tabIndex={-1} className="main" aria-busy={loading}>
        <Outlet />
      </main>
    </CardGate>
  );
}

/** The fragment stays out of the address, which the router and the sign-in read. */
function skip(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
