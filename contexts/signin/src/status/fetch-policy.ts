import { isIP } from 'node:net';

/**
 * Whether an address named by a certificate may be asked. A stranger's certificate names any address it likes, so a
 * server that asked them all would be the stranger's hands inside our network (server-side request forgery).
 * CRLs, OCSP and CA certificates are signed, so plain http is their transport (RFC 5280 §8).
 * @param hosts `name` (port 80) or `name:port`; when given, these and no other. Else every public name on port 80
 */
export function mayFetch(address: string, hosts?: readonly string[]): boolean {
  const url = URL.parse(address);
  if (url === null || url.protocol !== 'http:' || url.username !== '' || url.password !== '') return false;
  if (hosts !== undefined) return hosts.some((host) => host.toLowerCase() === url.host);
  return url.port === '' && isPublicName(url.hostname);
}

/** Not an address, and not a name that only an inner network knows. */
function isPublicName(name: string): boolean {
  if (name.startsWith('[') || isIP(name) !== 0) return false;
  return name.includes('.') && !/(^|\.)(localhost|local|internal|home\.arpa|lan|intranet|corp)\.?$/.test(name);
}
