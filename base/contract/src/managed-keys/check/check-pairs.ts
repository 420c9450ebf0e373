import { substitutionVariables } from '../../variables.ts';
import { nearest } from '../edit-distance.ts';
import { finding, type Finding } from '../finding.ts';
import { parseHostRule } from '../host-rule.ts';
import type { KeyValue } from '../known-keys.ts';
import { recogniseKey } from '../recognise-key.ts';
import { checkHost } from './check-host.ts';
import type { Subject } from './subject.ts';

const NAMES = Object.keys(substitutionVariables);
const SECRET = /passwor[dt]|passwd|secret|api[-_.]?key|private[-_.]?key|credential$|(^|[-_.])token$/i;

/** The section "AppConnect Custom Configuration": what each value says. Unknown keys pass unchanged (APP-064). */
export const checkPairs = ({ value }: Subject): Finding[] =>
  value.pairs.flatMap(({ key, value: text }, i) => {
    const found = recogniseKey(key);
    const known = found.is === 'known' ? found.key.value : null;
    const field = `pairs.${i}.value`;
    return [
      ...checkVariables(field, text),
      ...(known ? checkKnown(field, key, known, text) : checkUnknown(field, key, text)),
    ];
  });

/** `${…}` that no device has a value for reaches the app as it stands. */
export function checkVariables(field: string, text: string): Finding[] {
  const findings = [...text.matchAll(/\$\{([^}]{0,80})\}?|\$([A-Z][A-Z_]{2,40})\$/g)].flatMap(([whole, name, old]) => {
    if (name !== undefined && NAMES.includes(name) && whole.endsWith('}')) return [];
    const meant = name === undefined ? null : (nearest(name, NAMES) ?? (NAMES.includes(name) ? name : null));
    const next = meant === null ? 'Use one of the variables that the help lists.' : `Write \${${meant}}.`;
    return [
      finding(
        'warning',
        'variable_unknown',
        field,
        `“${whole}” is no variable: the app gets it as it stands${old ? ' (it is the form of another product)' : ''}.`,
        next,
      ),
    ];
  });
  if (text.includes('${deviceIMSI}'))
    findings.push(
      finding(
        'advice',
        'variable_personal',
        field,
        '${deviceIMSI} names the SIM card, not the device, and is personal data.',
        'Use ${deviceClientDeviceIdentifier}.',
      ),
    );
  return findings;
}

function checkUnknown(field: string, key: string, text: string): Finding[] {
  if (!SECRET.test(key) || text === '') return [];
  return [
    finding(
      'warning',
      'secret_in_value',
      field,
      `“${key}” looks like a secret. Values are shown to administrators and kept as they are.`,
      'Leave it empty, and let the app ask the person, or use a certificate.',
    ),
  ];
}

function checkKnown(field: string, key: string, value: KeyValue, text: string): Finding[] {
  const wrong = (severity: 'error' | 'warning', code: string, words: string, next: string) => [
    finding(severity, code, field, words, next),
  ];
  switch (value.is) {
    case 'variable': {
      if (value.usually.some((usual) => text === usual)) return [];
      const next = `Write ${value.usually.join(' or ')}.`;
      return text.includes('${')
        ? []
        : wrong('warning', 'value_not_variable', `“${key}” has the same value for every device: “${text}”.`, next);
    }
    case 'choice':
      return checkChoice(field, key, value, text);
    case 'email':
      return /^[^@\s]+@[^@\s]+$/.test(text) || text.includes('${')
        ? []
        : wrong(
            'warning',
            'value_not_address',
            `“${text}” is no mail address.`,
            'Write one address, as helpdesk@agency.example.',
          );
    case 'host':
      return checkHost(field, text);
    case 'rule':
      return checkRule(field, value.wildcards, text);
    default:
      return [];
  }
}

function checkChoice(
  field: string,
  key: string,
  { of, unwise }: Extract<KeyValue, { is: 'choice' }>,
  text: string,
): Finding[] {
  if (text === unwise) {
    const next = `Write “${of.find((one) => one !== unwise)}”.`;
    return [
      finding(
        'warning',
        'value_unwise',
        field,
        `“${key}” = “${text}” weakens the connection to the mail server.`,
        next,
      ),
    ];
  }
  if (of.includes(text)) return [];
  const other = of.length === 1 && /^(false|no|0)$/i.test(text);
  if (other)
    return [finding('advice', 'value_off', field, `“${text}” is the same as no key at all.`, `Remove “${key}”.`)];
  return [
    finding(
      'warning',
      'value_not_a_choice',
      field,
      `The app reads “${of.join('” or “')}”, not “${text}”.`,
      `Write “${of.find((one) => one.toLowerCase() === text.trim().toLowerCase()) ?? of[0]}”, with this case.`,
    ),
  ];
}

function checkRule(field: string, wildcards: 'anywhere' | 'host', text: string): Finding[] {
  const parsed = parseHostRule(text, wildcards);
  if (!parsed.ok)
    return [
      finding(
        'error',
        `rule_${parsed.fault}`,
        field,
        parsed.words,
        parsed.meant ? `Write ${parsed.meant}.` : 'Write host/path, as *.mycompany.com/sales.',
      ),
    ];
  const broad = /^\*\.[a-z]+$/.test(parsed.rule.host);
  return broad
    ? [
        finding(
          'warning',
          'rule_too_wide',
          field,
          `“${text}” shows the certificate, and with it who the person is, to every site under ${parsed.rule.host.slice(1)}.`,
          'Name your own domain, as *.mycompany.com.',
        ),
      ]
    : [];
}
