import { Outlet, useRouterState } from '@tanstack/react-router';
import { serverNow } from '../../api/server-clock.ts';
import { useKeptFocus } from '../../state/keep-focus.ts';
import { useSession } from '../state/use-session.ts';
import { zoneWords } from '../../words/dates.ts';
import { UndoPlace } from '../parts/undo-toast.tsx';
import { AdminHeader } from './admin-header.tsx';
import { CardAgain } from './card-again.tsx';
import { NoRoleScreen } from './no-role-screen.tsx';
import { placesFor } from './places.ts';
import { SideNav } from './side-nav.tsx';

/** What every screen of the admin portal stands in. */
export function AdminShell() {
  useKeptFocus();
  const loading = useRouterState({ select: (state) => state.status === 'pending' });
  const mayAnything = placesFor(useSession().roles).length > 0;
  return (
    <UndoPlace>
      <a className="usa-skipnav" href="#main" onClick={skip}>
        Skip to the main content
      </a>
      <CardAgain />
      <AdminHeader />
      <div className="admin">
        {mayAnything && <SideNav />}
        <main id="main" tabIndex={-1} className="admin__main" aria-busy={loading}>
          {mayAnything ? <Outlet /> : <NoRoleScreen />}
          {mayAnything && <p className="quiet admin__zone">Times are in {zoneWords(serverNow())}.</p>}
        </main>
      </div>
    </UndoPlace>
  );
}

/** The fragment stays out of the address, which the router reads. */
function skip(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
