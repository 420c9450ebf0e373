import { lazyRouteComponent } from '@tanstack/react-router';

/** The screens of the admin portal by address; each area is loaded when it is first shown. */
export const screens = {
  '/admin': lazyRouteComponent(() => import('./screens/dashboard/dashboard-screen.tsx'), 'DashboardScreen'),
  '/admin/people': lazyRouteComponent(() => import('./screens/people/people-screen.tsx'), 'PeopleScreen'),
  '/admin/people/new': lazyRouteComponent(() => import('./screens/people/add-person-screen.tsx'), 'AddPersonScreen'),
  '/admin/people/$id': lazyRouteComponent(() => import('./screens/people/person-screen.tsx'), 'PersonScreen'),
  '/admin/people/$id/edit': lazyRouteComponent(
    () => import('./screens/people/edit-person-screen.tsx'),
    'EditPersonScreen',
  ),
} as const;
