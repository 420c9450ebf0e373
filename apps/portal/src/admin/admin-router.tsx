import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { sessionQuery } from '../api/queries.ts';
import { rememberErrand } from '../state/card-trip.ts';
import { FailedScreen } from '../screens/shell/failed-screen.tsx';
import { AdminShell } from './frame/admin-shell.tsx';
import { NoSuchAdminScreen } from './frame/no-such-screen.tsx';
import { screens } from './screens.ts';
import { plainSearch } from './state/plain-search.ts';

interface Context {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ notFoundComponent: NoSuchAdminScreen });

/** Everything below needs a session; without one the person signs in first and comes back. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: AdminShell,
  notFoundComponent: NoSuchAdminScreen,
  beforeLoad: async ({ context, location: wanted }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session !== null) return;
    rememberErrand({ path: wanted.href, act: null, personId: null });
    location.assign('/sign-in');
    await new Promise(() => undefined); // the page is being left; nothing is shown of it any more
  },
});

const first = createRoute({
  getParentRoute: () => root,
  path: '/admin/first',
  component: lazyRouteComponent(() => import('./screens/first/first-screen.tsx'), 'FirstScreen'),
});

const routes = root.addChildren([
  first,
  inside.addChildren(
    Object.entries(screens).map(([path, component]) => createRoute({ getParentRoute: () => inside, path, component })),
  ),
]);

/** The router of the admin portal. Addresses are plain text: `?state=active`, for links that people make by hand. */
export const createAdminRouter = (client: QueryClient) =>
  createRouter({
    routeTree: routes,
    context: { client },
    defaultErrorComponent: FailedScreen,
    scrollRestoration: true,
    ...plainSearch,
  });
