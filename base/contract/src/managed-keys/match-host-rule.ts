import { normalPath, type HostRule } from './host-rule.ts';
import type { WebAddress } from './web-address.ts';

/** Why a rule does not hold for an address. */
export type Mismatch = 'host' | 'port' | 'path';

/**
 * Whether a rule names an address. A leading `*.` stands for one or more labels, any other `*` for letters of one
 * label; a path holds for all that lies under it, and is compared with its case (APP-038, APP-039, APP-054).
 * @returns null when it does
 */
export function mismatchOf(rule: HostRule, url: WebAddress): Mismatch | null {
  if (!hostMatches(rule.host, url.hostname.replace(/\.$/, ''))) return 'host';
  if (rule.port !== null && rule.port !== portOf(url)) return 'port';
  return pathMatches(rule, normalPath(url.pathname) ?? '') ? null : 'path';
}

const portOf = ({ port, protocol }: WebAddress): number =>
  port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);

/** Whether a host name matches a pattern such as `*.mycompany.com` or `web*.mycompany.com`, whatever the case. */
export function hostMatches(pattern: string, host: string): boolean {
  const name = host.toLowerCase();
  if (pattern.startsWith('*.')) {
    const labels = pattern.slice(2).split('.').length;
    const parts = name.split('.');
    return (
      parts.length > labels && labelsMatch(pattern.slice(2), parts.slice(-labels).join('.')) && !parts.includes('')
    );
  }
  return labelsMatch(pattern, name);
}

function labelsMatch(pattern: string, name: string): boolean {
  const [wanted, had] = [pattern.split('.'), name.split('.')];
  return wanted.length === had.length && wanted.every((label, i) => globMatches(label, had[i] ?? ''));
}

function pathMatches({ path, pathWildcards }: HostRule, had: string): boolean {
  if (path === '') return true;
  const wanted = path.split('/');
  const parts = had.split('/').slice(0, wanted.length);
  return (
    parts.length === wanted.length &&
    wanted.every((part, i) => (pathWildcards ? globMatches(part, parts[i] ?? '') : part === parts[i]))
  );
}

/** `*` stands for any letters, also none. Two pointers and one way back: never worse than the product of the lengths. */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star !== -1) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
