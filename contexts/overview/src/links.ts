/** Addresses of the admin portal's screens. A list's filters stand in its address as in the interface. */
const list =
  (screen: string) =>
  (filters: Readonly<Record<string, string | number>> = {}): string => {
    const query = new URLSearchParams(
      Object.entries(filters).map(([key, value]): [string, string] => [key, String(value)]),
    ).toString();
    return `/admin/${screen}${query === '' ? '' : `?${query}`}`;
  };

export const links = {
  person: (id: string): string => `/admin/people/${id}`,
  device: (id: string): string => `/admin/devices/${id}`,
  group: (id: string): string => `/admin/groups/${id}`,
  configuration: (id: string): string => `/admin/configurations/${id}`,
  people: list('people'),
  devices: list('devices'),
  credentials: list('credentials'),
  requests: list('requests'),
  cards: list('primaries'),
  certificates: list('certificates'),
  audit: list('audit'),
  userSettings: list('user-settings'),
  configurations: list('configurations'),
  apps: list('apps'),
  providers: list('providers'),
  authorities: list('authorities'),
  settings: list('settings'),
} as const;
