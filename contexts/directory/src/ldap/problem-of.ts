import { LdapProblem } from './port.ts';

/** What the directory, the network or TLS said → what a person can do about it. Never what was sent. */
const words: readonly (readonly [RegExp, LdapProblem['step'], string])[] = [
  [/InvalidCredentialsError/, 'bind', 'The directory refused the account: check bind DN and password.'],
  [/InappropriateAuthError|AuthMethodNotSupported/, 'bind', 'The directory does not let this account in by password.'],
  [
    /ConfidentialityRequired|StrongAuthRequired/,
    'bind',
    'The directory wants an encrypted connection: use ldaps:// or StartTLS.',
  ],
  [
    /InvalidDNSyntaxError/,
    'search',
    'A distinguished name is not in the expected form: check bind DN and search bases.',
  ],
  [/InsufficientAccessError/, 'search', 'The account may not read there: ask for the right to read people and groups.'],
  [/NoSuchObjectError/, 'search', 'A search base does not exist: check its spelling.'],
  [
    /SizeLimitExceeded|AdminLimitExceeded|ResultsTooLarge/,
    'search',
    'The directory gives this account too few entries at once: raise its limit, or let it page.',
  ],
  [/TimeLimitExceeded/, 'search', 'The directory took too long: narrow the filter, or have its attributes indexed.'],
  [/BusyError|UnavailableError/, 'search', 'The directory is busy or closing down. Try again in a while.'],
  [/TLSNotSupported|ProtocolError/, 'reach', 'The directory does not offer StartTLS: use ldaps://.'],
  [/ENOTFOUND|EAI_AGAIN/, 'reach', 'There is no server of that name: check the address.'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, 'reach', 'Nothing answers at that address: check host, port and firewall.'],
  [
    /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|certificate/i,
    'reach',
    "The server's certificate is not trusted for this address: paste its issuer, or correct the host name.",
  ],
  [
    /ETIMEDOUT|ESOCKETTIMEDOUT|timeout/i,
    'reach',
    'The directory did not answer in time: check host, port and firewall.',
  ],
  [
    /ECONNRESET|EPIPE|closed|socket/i,
    'reach',
    'The connection broke: if the port expects TLS, use ldaps:// and not ldap://.',
  ],
  [
    /filter|parse|Unbalanced|Invalid expression|Invalid attribute name/i,
    'search',
    'The filter is not in the expected form: check its parentheses.',
  ],
];

/** @param step that was under way, for what is not recognised */
export function problemOf(error: unknown, step: LdapProblem['step']): LdapProblem {
  if (error instanceof LdapProblem) return error;
  const { name, code, message } = errorFacts(error);
  const all = `${name} ${code} ${message}`;
  const known = words.find(([pattern]) => pattern.test(all));
  if (known) return new LdapProblem(known[1], known[2], { cause: error });
  return new LdapProblem(step, `The directory answered with an error (${name}). Look at its log.`, { cause: error });
}

function errorFacts(error: unknown): { name: string; code: string; message: string } {
  if (!(error instanceof Error)) return { name: 'unknown', code: '', message: '' };
  const { code } = error as { code?: unknown };
  return { name: error.constructor.name, code: typeof code === 'string' ? code : '', message: error.message };
}
