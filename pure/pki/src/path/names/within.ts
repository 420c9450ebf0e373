import { utf8Decode } from '../../bytes.ts';
import { readDer } from '../../der.ts';
import type { GeneralName } from '../../general-name.ts';
import { isNameWithin } from '../../name-compare.ts';
import { dnsMayBeWithin, dnsWithin } from './dns.ts';
import { ipWithin } from './ip.ts';
import { mailboxWithin, upnWithin } from './mailbox.ts';
import { uriWithin } from './uri.ts';

/** RFC 9598 §3: a mailbox with a local part beyond ASCII, constrained by rfc822Name (§6). */
const smtpUtf8Mailbox = '1.3.6.1.5.5.7.8.9';

/** Names of one family are bound by constraints of the same family only. */
export function familyOf(name: GeneralName): string {
  if (name.kind !== 'otherName') return name.kind;
  return name.typeId === smtpUtf8Mailbox ? 'email' : `otherName ${name.typeId}`;
}

/** Whether this family has a rule here; the others are refused where they are constrained (RFC 5280 §4.2.1.10). */
export function hasRule(family: string): boolean {
  return ['directory', 'dns', 'email', 'uri', 'ip', 'upn'].includes(family);
}

/**
 * Whether a name lies in a subtree of its own family.
 * @returns null when the name cannot be placed at all, which refuses it under any constraint.
 */
export function nameWithin(name: GeneralName, base: GeneralName, subtree: 'permitted' | 'excluded'): boolean | null {
  if (name.kind === 'directory' && base.kind === 'directory') return isNameWithin(name.value, base.value);
  if (name.kind === 'ip' && base.kind === 'ip') return ipWithin(name.value, base.value);
  const [text, constraint] = [textOf(name), textOf(base)];
  if (text === null || constraint === null) return null;
  switch (familyOf(name)) {
    case 'dns':
      return subtree === 'excluded' ? dnsMayBeWithin(text, constraint) : dnsWithin(text, constraint);
    case 'email':
      return mailboxWithin(text, constraint);
    case 'uri':
      return uriWithin(text, constraint);
    case 'upn':
      return upnWithin(text, constraint);
    default:
      return null;
  }
}

function textOf(name: GeneralName): string | null {
  if (name.kind === 'otherName') return utf8StringOf(name.value);
  return typeof name.value === 'string' ? name.value : null;
}

function utf8StringOf(value: Uint8Array): string | null {
  try {
    const reader = readDer(value, value.length);
    const text = utf8Decode(reader.content(0x0c));
    return reader.done ? (text ?? null) : null;
  } catch {
    return null;
  }
}
