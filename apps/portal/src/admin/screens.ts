import { lazyRouteComponent } from '@tanstack/react-router';

/** The screens of the admin portal by address; each area is loaded when it is first shown. */
export const screens = {
  '/admin': lazyRouteComponent(() => import('./screens/dashboard/dashboard-screen.tsx'), 'DashboardScreen'),
  '/admin/people': lazyRouteComponent(() => import('./screens/people/people-screen.tsx'), 'PeopleScreen'),
  '/admin/people/new': lazyRouteComponent(() => import('./screens/people/add-person-screen.tsx'), 'AddPersonScreen'),
  '/admin/people/import': lazyRouteComponent(() => import('./screens/intakes/import-screen.tsx'), 'ImportScreen'),
  '/admin/people/import/$id': lazyRouteComponent(() => import('./screens/intakes/intake-screen.tsx'), 'IntakeScreen'),
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
  '/admin/administrators': lazyRouteComponent(
    () => import('./screens/administrators/administrators-screen.tsx'),
    'AdministratorsScreen',
  ),
  '/admin/administrators/$id': lazyRouteComponent(
    () => import('./screens/administrators/administrator-screen.tsx'),
    'AdministratorScreen',
  ),
  '/admin/tokens': lazyRouteComponent(() => import('./screens/tokens/tokens-screen.tsx'), 'TokensScreen'),
  '/admin/tokens/new': lazyRouteComponent(() => import('./screens/tokens/add-token-screen.tsx'), 'AddTokenScreen'),
  '/admin/approvals': lazyRouteComponent(() => import('./screens/approvals/approvals-screen.tsx'), 'ApprovalsScreen'),
  '/admin/approvals/$id': lazyRouteComponent(() => import('./screens/approvals/approval-screen.tsx'), 'ApprovalScreen'),
  '/admin/settings': lazyRouteComponent(() => import('./screens/settings/settings-screen.tsx'), 'SettingsScreen'),
  '/admin/providers': lazyRouteComponent(() => import('./screens/providers/providers-screen.tsx'), 'ProvidersScreen'),
  '/admin/providers/$id': lazyRouteComponent(() => import('./screens/providers/provider-screen.tsx'), 'ProviderScreen'),
  '/admin/notifications': lazyRouteComponent(
    () => import('./screens/notifications/notifications-screen.tsx'),
    'NotificationsScreen',
  ),
  '/admin/notifications/$kind/$language': lazyRouteComponent(
    () => import('./screens/notifications/text-screen.tsx'),
    'TextScreen',
  ),
  '/admin/ldap': lazyRouteComponent(() => import('./screens/ldap/ldap-screen.tsx'), 'LdapScreen'),
  '/admin/ldap/$id': lazyRouteComponent(() => import('./screens/ldap/connection-screen.tsx'), 'ConnectionScreen'),
  '/admin/configurations': lazyRouteComponent(
    () => import('./screens/configurations/configurations-screen.tsx'),
    'ConfigurationsScreen',
  ),
  '/admin/configurations/new': lazyRouteComponent(
    () => import('./screens/configurations/choose-kind-screen.tsx'),
    'ChooseKindScreen',
  ),
  '/admin/configurations/new/$kind': lazyRouteComponent(
    () => import('./screens/configurations/new-configuration-screen.tsx'),
    'NewConfigurationScreen',
  ),
  '/admin/configurations/$id': lazyRouteComponent(
    () => import('./screens/configurations/configuration-screen.tsx'),
    'ConfigurationScreen',
  ),
  '/admin/apps': lazyRouteComponent(() => import('./screens/apps/apps-screen.tsx'), 'AppsScreen'),
  '/admin/apps/new': lazyRouteComponent(() => import('./screens/apps/add-app-screen.tsx'), 'AddAppScreen'),
  '/admin/apps/new/store': lazyRouteComponent(
    () => import('./screens/apps/add-store-app-screen.tsx'),
    'AddStoreAppScreen',
  ),
  '/admin/apps/new/in-house': lazyRouteComponent(
    () => import('./screens/apps/add-in-house-app-screen.tsx'),
    'AddInHouseAppScreen',
  ),
  '/admin/apps/$id': lazyRouteComponent(() => import('./screens/apps/app-screen.tsx'), 'AppScreen'),
  '/admin/apps/$id/configurations/new': lazyRouteComponent(
    () => import('./screens/apps/new-app-configuration-screen.tsx'),
    'NewAppConfigurationScreen',
  ),
  '/admin/app-configurations/$id': lazyRouteComponent(
    () => import('./screens/apps/app-configuration-screen.tsx'),
    'AppConfigurationScreen',
  ),
  '/admin/lint': lazyRouteComponent(() => import('./screens/lint/lint-screen.tsx'), 'LintScreen'),
  '/admin/spaces': lazyRouteComponent(() => import('./screens/spaces/spaces-screen.tsx'), 'SpacesScreen'),
  '/admin/spaces/$id': lazyRouteComponent(() => import('./screens/spaces/space-screen.tsx'), 'SpaceScreen'),
  '/admin/device-groups': lazyRouteComponent(
    () => import('./screens/device-groups/device-groups-screen.tsx'),
    'DeviceGroupsScreen',
  ),
  '/admin/device-groups/$id': lazyRouteComponent(
    () => import('./screens/device-groups/device-group-screen.tsx'),
    'DeviceGroupScreen',
  ),
  '/admin/devices': lazyRouteComponent(() => import('./screens/devices/devices-screen.tsx'), 'DevicesScreen'),
  '/admin/devices/$id': lazyRouteComponent(() => import('./screens/devices/device-screen.tsx'), 'DeviceScreen'),
  '/admin/credentials': lazyRouteComponent(
    () => import('./screens/credentials/credentials-screen.tsx'),
    'CredentialsScreen',
  ),
  '/admin/credentials/$id': lazyRouteComponent(
    () => import('./screens/credentials/credential-screen.tsx'),
    'CredentialScreen',
  ),
  '/admin/requests': lazyRouteComponent(() => import('./screens/requests/requests-screen.tsx'), 'RequestsScreen'),
  '/admin/primaries': lazyRouteComponent(() => import('./screens/primaries/primaries-screen.tsx'), 'PrimariesScreen'),
  '/admin/authorities': lazyRouteComponent(
    () => import('./screens/authorities/authorities-screen.tsx'),
    'AuthoritiesScreen',
  ),
  '/admin/authorities/$id': lazyRouteComponent(
    () => import('./screens/authorities/authority-screen.tsx'),
    'AuthorityScreen',
  ),
  '/admin/certificates': lazyRouteComponent(
    () => import('./screens/authorities/certificates-screen.tsx'),
    'CertificatesScreen',
  ),
  '/admin/certificates/$sha256': lazyRouteComponent(
    () => import('./screens/authorities/certificate-screen.tsx'),
    'CertificateScreen',
  ),
  '/admin/recoveries': lazyRouteComponent(
    () => import('./screens/authorities/recoveries-screen.tsx'),
    'RecoveriesScreen',
  ),
  '/admin/audit': lazyRouteComponent(() => import('./screens/audit/audit-screen.tsx'), 'AuditScreen'),
  '/admin/bulk/$id': lazyRouteComponent(() => import('./screens/bulk/bulk-screen.tsx'), 'BulkScreen'),
  '/admin/config': lazyRouteComponent(() => import('./screens/config/config-screen.tsx'), 'ConfigScreen'),
} as const;
