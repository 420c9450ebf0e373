import { parseWebAddress } from './web-address.ts';

/** A rule that names sites: host[:port][/path], read once. */
export interface HostRule {
  readonly text: string;
  /** In lower case, in ASCII; `*` stands for any letters. */
  readonly host: string;
  readonly port: number | null;
  /** Empty, or begins with `/` and has no `/` at its end. */
  readonly path: string;
  /** Whether `*` in the path stands for any letters, or for itself. */
  readonly pathWildcards: boolean;
}

export type RuleFault =
  | 'empty'
  | 'too_long'
  | 'has_scheme'
  | 'has_query'
  | 'has_user'
  | 'host_invalid'
  | 'port_invalid'
  | 'path_invalid'
  | 'wildcard_in_path'
  | 'matches_everything';

export type ParsedRule =
  | { readonly ok: true; readonly rule: HostRule }
  | {
      readonly ok: false;
      readonly fault: RuleFault;
      readonly words: string;
      /** What was probably meant. */ readonly meant?: string;
    };

const LONGEST = 2_048;
const LABEL = /^(?!-)[a-z0-9_*-]{1,63}(?<!-)$/;

/**
 * Reads a host rule (`IdCertificate_N_host`, `MI_AC_CLIENT_CERT_N_RULE`).
 * @param wildcards whether `*` is allowed in the path too, or in the host name only (APP-053)
 */
export function parseHostRule(text: string, wildcards: 'anywhere' | 'host'): ParsedRule {
  const typed = text.trim();
  if (typed === '') return fault('empty', 'The rule is empty.');
  if (typed.length > LONGEST) return fault('too_long', `The rule is longer than ${LONGEST} characters.`);
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(typed)?.[0];
  if (scheme !== undefined)
    return fault('has_scheme', `A rule has no “${scheme}”: it begins with the host name.`, typed.slice(scheme.length));
  if (/[?#]/.test(typed))
    return fault(
      'has_query',
      'A rule ends with the path; what follows “?” or “#” is never compared.',
      typed.split(/[?#]/)[0],
    );
  const slash = typed.indexOf('/');
  const authority = slash === -1 ? typed : typed.slice(0, slash);
  if (authority.includes('@'))
    return fault('has_user', 'A rule names a host, not an account.', authority.split('@').pop());
  const [, name = '', , port] = /^([^:]*)(:(.*))?$/.exec(authority) ?? [];
  if (port !== undefined && !isPort(port)) return fault('port_invalid', `“${port}” is no port: it is 1 to 65535.`);
  const host = hostOf(name);
  if (host === null) return fault('host_invalid', `“${name}” is no host name.`);
  if (/^[*.]+$/.test(host))
    return fault('matches_everything', 'This rule would show the certificate to every site there is.');
  return pathOf(slash === -1 ? '' : typed.slice(slash), wildcards, {
    text,
    host,
    port: port === undefined ? null : Number(port),
  });
}

function pathOf(
  typed: string,
  wildcards: 'anywhere' | 'host',
  rest: Pick<HostRule, 'text' | 'host' | 'port'>,
): ParsedRule {
  if (wildcards === 'host' && typed.includes('*'))
    return fault(
      'wildcard_in_path',
      'A wildcard may stand in the host name only.',
      `${rest.text.trim().split('/')[0]}${typed.split('*')[0]?.replace(/\/$/, '')}`,
    );
  const path = normalPath(typed);
  if (path === null) return fault('path_invalid', `“${typed}” is no path.`);
  return { ok: true, rule: { ...rest, path: path.replace(/\/+$/, ''), pathWildcards: wildcards === 'anywhere' } };
}

const fault = (name: RuleFault, words: string, meant?: string): ParsedRule => ({
  ok: false,
  fault: name,
  words,
  ...(meant ? { meant } : {}),
});

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** In ASCII (UTS #46, as browsers do it), with its wildcards; null when it is none. */
function hostOf(name: string): string | null {
  const trimmed = name.toLowerCase().replace(/\.$/, '');
  const labels = trimmed.split('.').map((label) => (/^\p{ASCII}*$/u.test(label) ? label : toAscii(label)));
  const host = labels.join('.');
  if (host.length > 253 || !labels.every((label) => label !== null && LABEL.test(label))) return null;
  return host;
}

/** A label with letters beyond ASCII has no wildcard: where it would stand in the ASCII form, nobody could say. */
const toAscii = (label: string): string | null =>
  label.includes('*')
    ? null
    : (parseWebAddress(`https://${label}.example`)?.hostname.replace(/\.example$/, '') ?? null);

/** The path as a browser would send it, with letters that need no escape unescaped (RFC 3986 §6.2.2); null when it is none. */
export function normalPath(path: string): string | null {
  if (path === '') return '';
  const address = parseWebAddress(`https://host.example${path}`);
  return address === null ? null : unescapePlain(address.pathname);
}

const unescapePlain = (path: string): string =>
  path.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const letter = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : escape.toUpperCase();
  });
