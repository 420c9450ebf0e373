import { hostLabels } from './dns.ts';
import { hostWithin } from './mailbox.ts';

/**
 * RFC 5280 §4.2.1.10, uniformResourceIdentifier: the constraint speaks of the host. A URI without a host name
 * (`urn:`, an IP address) cannot be placed and must be refused.
 * @returns null when the URI has no host name or cannot be read.
 */
export function uriWithin(uri: string, constraint: string): boolean | null {
  const host = hostOf(uri);
  if (!host) return null;
  return constraint === '' ? true : hostWithin(host, constraint);
}

function hostOf(uri: string): string[] | null {
  // A backslash is a separator to some readers and not to others; such a URI names no one host.
  if (uri.length > 4096 || uri.includes('\\')) return null;
  const authority = /^[a-z][a-z0-9+.-]{0,30}:\/\/([^/?#]*)/i.exec(uri)?.[1];
  if (authority === undefined) return null;
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d{0,5}$/, '');
  if (/^[\d.]+$/.test(host)) return null;
  const labels = hostLabels(host);
  return labels && labels[0] !== '*' ? labels : null;
}
