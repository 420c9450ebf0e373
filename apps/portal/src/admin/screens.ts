import { lazyRouteComponent } from '@tanstack/react-router';

/** The screens of the admin portal by address; each is loaded when it is first shown. */
export const screens = {
  '/admin': lazyRouteComponent(() => import('./screens/dashboard/dashboard-screen.tsx'), 'DashboardScreen'),
} as const;
