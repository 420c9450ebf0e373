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
  '/admin/groups': lazyRouteComponent(() => import('./screens/groups/groups-screen.tsx'), 'GroupsScreen'),
  '/admin/groups/new': lazyRouteComponent(() => import('./screens/groups/add-group-screen.tsx'), 'AddGroupScreen'),
  '/admin/groups/$id': lazyRouteComponent(() => import('./screens/groups/group-screen.tsx'), 'GroupScreen'),
  '/admin/user-settings': lazyRouteComponent(
    () => import('./screens/user-settings/user-settings-screen.tsx'),
    'UserSettingsScreen',
  ),
  '/admin/user-settings/$kind/$id': lazyRouteComponent(
    () => import('./screens/user-settings/setting-screen.tsx'),
    'SettingScreen',
  ),
} as const;
