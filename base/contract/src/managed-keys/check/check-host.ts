import { finding, type Finding } from '../finding.ts';
import { parseHostRule } from '../host-rule.ts';

/** The name of a mail server: a full host name, without scheme or path, and the server itself, not the gateway before it (APP-014). */
export function checkHost(field: string, text: string): Finding[] {
  const next = 'Write the fully qualified domain name, as mail.agency.example.';
  if (text.trim() === '')
    return [finding('error', 'host_missing', field, 'The name of the Exchange server is missing.', next)];
  if (text.includes('${')) return [];
  const parsed = parseHostRule(text, 'host');
  if (!parsed.ok)
    return [finding('error', 'host_invalid', field, parsed.words, parsed.meant ? `Write ${parsed.meant}.` : next)];
  const { host, path } = parsed.rule;
  if (host.includes('*') || path !== '')
    return [finding('error', 'host_invalid', field, `“${text}” is not the name of one host.`, next)];
  if (!host.includes('.'))
    return [
      finding('warning', 'host_not_full', field, `“${text}” is not a full name: phones outside do not find it.`, next),
    ];
  return /sentry/i.test(host)
    ? [
        finding(
          'warning',
          'host_is_sentry',
          field,
          `“${text}” looks like Standalone Sentry, which cannot pass the person’s certificate on.`,
          'Name the Exchange server itself.',
        ),
      ]
    : [];
}
