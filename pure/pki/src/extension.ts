import type { Bytes } from './bytes.ts';
import type { DerReader } from './der-read.ts';
import { TAG } from './der-tags.ts';
import { der } from './der-write.ts';

/** Extension (RFC 5280 §4.1.2.9). */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** The DER inside extnValue. */
  readonly value: Bytes;
}

const MAX_EXTENSIONS = 128;

/** A list of extensions. One that occurs twice is refused: readers would differ about which one counts (§4.2). */
export function readExtensions(reader: DerReader): Extension[] {
  const sequence = reader.sequence();
  const extensions: Extension[] = [];
  const seen = new Set<string>();
  do {
    const at = sequence.offset;
    if (extensions.length >= MAX_EXTENSIONS) sequence.fail('extensions_too_many', `more than ${MAX_EXTENSIONS}`);
    const extension = readExtension(sequence);
    if (seen.has(extension.oid)) sequence.fail('extension_duplicate', `extension ${extension.oid} occurs twice`, at);
    seen.add(extension.oid);
    extensions.push(extension);
  } while (!sequence.done);
  return extensions;
}

function readExtension(reader: DerReader): Extension {
  const sequence = reader.sequence();
  const oid = sequence.oid();
  // A spelled-out FALSE is not DER, but old issuers write it and nothing can be hidden in it.
  const critical = sequence.is(TAG.boolean) && sequence.boolean();
  const value = sequence.octetString();
  sequence.finish();
  return { oid, critical, value };
}

export const encodeExtension = (extension: Extension): Bytes =>
  extension.critical
    ? der.sequence(der.oid(extension.oid), der.boolean(true), der.octetString(extension.value))
    : der.sequence(der.oid(extension.oid), der.octetString(extension.value));
