import type { SettingKind } from '@lanyard/contract';

/** Addresses of the admin portal's screens. A list's filters stand in its address as in the interface. */
const list =
  (screen: string) =>
  (filters: Readonly<Record<string, string | number>> = {}): string => {
    const query = new URLSearchParams(
      Object.entries(filters).map(([key, value]): [string, string] => [key, String(value)]),
    ).toString();
    return `/admin/${screen}${query === '' ? '' : `?${query}`}`;
  };

/** A setting that holds for somebody: its id, and the name that the default alone has. */
interface SettingAt {
  readonly settingId: string | null;
  readonly from: string;
}

/** One setting, at one of its fields; the form of a group's has its name and groups beside the value. */
function setting(kind: SettingKind, field: string, at?: SettingAt): string {
  const own = at === undefined || at.from === 'Default' ? null : at.settingId;
  return `/admin/user-settings/${kind}/${own ?? 'default'}#${own === null ? field : `value.${field}`}`;
}

export const links = {
  setting,
  person: (id: string): string => `/admin/people/${id}`,
  device: (id: string): string => `/admin/devices/${id}`,
  group: (id: string): string => `/admin/groups/${id}`,
  configuration: (id: string, field?: string): string => `/admin/configurations/${id}${field ? `#${field}` : ''}`,
  newConfiguration: (kind: string): string => `/admin/configurations/new/${kind}`,
  app: (id: string): string => `/admin/apps/${id}`,
  newApp: '/admin/apps/new',
  provider: (key: string): string => `/admin/providers/${key}`,
  people: list('people'),
  devices: list('devices'),
  credentials: list('credentials'),
  requests: list('requests'),
  cards: list('primaries'),
  certificates: list('certificates'),
  audit: list('audit'),
  configurations: list('configurations'),
  apps: list('apps'),
  providers: list('providers'),
  authorities: list('authorities'),
  settings: list('settings'),
} as const;
