/**
 * Whether an address of a push service is one that the organisation lists, so that no phone can have this server call
 * where it wants.
 * @param services as `pushService` of the contract: a host, `*.` before it for those under it, a port after it
 */
export function isAllowedService(endpoint: URL, services: readonly string[]): boolean {
  if (endpoint.protocol !== 'https:' || endpoint.username !== '' || endpoint.password !== '') return false;
  return services.some((service) => {
    const [, star, host = '', port = ''] = /^(\*\.)?([^:]*)(?::(\d+))?$/.exec(service) ?? [];
    // The address of https leaves its own port out.
    if ((port === '443' ? '' : port) !== endpoint.port) return false;
    return star === undefined ? endpoint.hostname === host : endpoint.hostname.endsWith(`.${host}`);
  });
}
