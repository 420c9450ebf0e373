import { endsInLabels, hostLabels } from './dns.ts';

interface Mailbox {
  readonly local: string;
  readonly host: readonly string[];
}

/**
 * RFC 5280 §4.2.1.10, rfc822Name (and SmtpUTF8Mailbox, RFC 9598 §6): `a@host` is that mailbox, `host` every mailbox on it, `.host`
 * every mailbox on a host below it. The local part is compared exactly, the host without regard to case.
 * @returns null when name or constraint cannot be read.
 */
export function mailboxWithin(name: string, constraint: string): boolean | null {
  const mailbox = parseMailbox(name);
  if (!mailbox) return null;
  if (constraint === '') return true;
  if (constraint.lastIndexOf('@') > 0) {
    const exact = parseMailbox(constraint);
    return exact && exact.local === mailbox.local && sameLabels(exact.host, mailbox.host);
  }
  return hostWithin(mailbox.host, constraint);
}

/**
 * User Principal Name, `user@suffix` in an otherName. No RFC gives a rule; ours is that of mailboxes, with a leading `@` allowed as Active
 * Directory writes it, and the user compared without regard to case, as directories do.
 */
export function upnWithin(name: string, constraint: string): boolean | null {
  const plain = constraint.startsWith('@') ? constraint.slice(1) : constraint;
  return mailboxWithin(name.toLowerCase(), plain.toLowerCase());
}

/** A host constraint of mail and URI: exactly that host, or with a leading dot only hosts below it. */
export function hostWithin(host: readonly string[], constraint: string): boolean | null {
  const below = constraint.startsWith('.');
  const wanted = hostLabels(below ? constraint.slice(1) : constraint);
  if (!wanted) return null;
  return below ? host.length > wanted.length && endsInLabels(host, wanted) : sameLabels(host, wanted);
}

function parseMailbox(text: string): Mailbox | null {
  const at = text.lastIndexOf('@');
  if (at < 1) return null;
  const host = hostLabels(text.slice(at + 1));
  return host && host[0] !== '*' ? { local: text.slice(0, at), host } : null;
}

function sameLabels(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && endsInLabels(a, b);
}
