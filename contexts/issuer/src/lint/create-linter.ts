import { type Bytes, fromPem, PkiError } from '@lanyard/pki';
import { profileNames } from '../profiles/index.ts';
import { lintOctets } from './lint-octets.ts';
import type { Linted, Linter, LintProfile } from './types.ts';

const PEM_START = '-----BEGIN ';
/** Explanatory text may stand before the first block (RFC 7468 §2). */
const LOOK_FOR_PEM = 65_536;

/** Lint that stands alone: no database, no keys, no clock. */
export function createLinter(): Linter {
  return {
    profiles: [...profileNames, 'crl', 'ocsp'],
    lint: (content, profile) => lintContent(content, profile),
  };
}

function lintContent(content: Bytes, profile: LintProfile | undefined): readonly Linted[] {
  if (!looksLikePem(content)) return [lintOctets(content, profile)];
  try {
    return fromPem(new TextDecoder('latin1').decode(content)).map((octets) => lintOctets(octets, profile));
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    const finding = { rule: 'parse', clause: 'RFC 7468 §3', message: error.message, severity: 'error' } as const;
    return [{ kind: 'unreadable', profile: null, subject: null, findings: [finding] }];
  }
}

/** A SEQUENCE of 128 octets or more has a length that is no character of a text. */
const looksLikeDer = (content: Bytes): boolean => content[0] === 0x30 && (content[1] ?? 0) >= 0x80;

const looksLikePem = (content: Bytes): boolean =>
  !looksLikeDer(content) && new TextDecoder('latin1').decode(content.subarray(0, LOOK_FOR_PEM)).includes(PEM_START);
