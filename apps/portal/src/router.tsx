import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { sessionQuery } from './api/queries.ts';
import { ActivityScreen } from './screens/activity/activity-screen.tsx';
import { DesktopsScreen } from './screens/desktops/desktops-screen.tsx';
import { HomeScreen } from './screens/home/home-screen.tsx';
import { NewRequestScreen } from './screens/new-request/new-request-screen.tsx';
import { SessionsScreen } from './screens/sessions/sessions-screen.tsx';
import { PinScreen } from './screens/set-up/pin-screen.tsx';
import { SetUpScreen } from './screens/set-up/set-up-screen.tsx';
import { FailedScreen, NoSuchScreen } from './screens/shell/failed-screen.tsx';
import { Shell } from './screens/shell/shell.tsx';
import { SignInScreen } from './screens/sign-in/sign-in-screen.tsx';
import { SignedInScreen } from './screens/signed-in/signed-in-screen.tsx';
import { readUnlockSearch, UnlockScreen } from './screens/unlock/unlock-screen.tsx';
import { rememberErrand } from './state/card-trip.ts';

interface RouterContext {
  readonly client: QueryClient;
  /** The ticket that the address carried when the page was loaded. */
  readonly ticket: string | null;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Shell, notFoundComponent: NoSuchScreen });

/** Everything below needs a session; without one the person signs in first and comes back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in-part',
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session !== null) return;
    rememberErrand({ path: location.href, act: null, personId: null });
    // oxlint-disable-next-line typescript/only-throw-error -- a redirect is thrown as the router documents it
    throw redirect({ to: '/sign-in' });
  },
});

const routes = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    validateSearch: (search): { ended?: true } => (search['ended'] === undefined ? {} : { ended: true }),
    component: SignInScreen,
  }),
  createRoute({ getParentRoute: () => root, path: '/signed-in', component: SignedInScreen }),
  signedIn.addChildren([
    createRoute({ getParentRoute: () => signedIn, path: '/', component: HomeScreen }),
    createRoute({ getParentRoute: () => signedIn, path: '/new-request', component: NewRequestScreen }),
    createRoute({ getParentRoute: () => signedIn, path: '/set-up/pin', component: PinScreen }),
    createRoute({ getParentRoute: () => signedIn, path: '/set-up/$requestId', component: SetUpScreen }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/activity',
      component: ActivityScreen,
    }),
    createRoute({ getParentRoute: () => signedIn, path: '/sessions', component: SessionsScreen }),
    createRoute({ getParentRoute: () => signedIn, path: '/desktops', component: DesktopsScreen }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/unlock',
      validateSearch: readUnlockSearch,
      component: UnlockScreen,
    }),
  ]),
]);

export const createPortalRouter = (context: RouterContext) =>
  createRouter({
    routeTree: routes,
    context,
    defaultErrorComponent: FailedScreen,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
