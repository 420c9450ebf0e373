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

/** An extension as it was found. */
export interface FoundExtension extends Extension {
  /** The whole of it. */
  readonly der: Bytes;
}

const MAX_EXTENSIONS = 128;

/**
 * A list of extensions. One that occurs twice is refused: readers would differ about which one counts (§4.2).
 * @param before a list read earlier: an extension with the same octets at the same place is taken from there
 */
export function readExtensions(reader: DerReader, before: readonly FoundExtension[] = []): FoundExtension[] {
  const sequence = reader.sequence();
  const extensions: FoundExtension[] = [];
  do {
    const at = sequence.offset;
    if (extensions.length >= MAX_EXTENSIONS) sequence.fail('extensions_too_many', `more than ${MAX_EXTENSIONS}`);
    const same = before[extensions.length];
    const extension = same !== undefined && sequence.skip(same.der) ? same : readExtension(sequence);
    if (extensions.some((other) => other.oid === extension.oid)) {
      sequence.fail('extension_duplicate', `extension ${extension.oid} occurs twice`, at);
    }
    extensions.push(extension);
  } while (!sequence.done);
  return extensions;
}

function readExtension(reader: DerReader): FoundExtension {
  const start = reader.offset;
  const sequence = reader.sequence();
  const oid = sequence.oid();
  // A spelled-out FALSE is not DER, but old issuers write it and nothing can be hidden in it.
  const critical = sequence.is(TAG.boolean) && sequence.boolean();
  const value = sequence.octetString();
  sequence.finish();
  return { oid, critical, value, der: reader.since(start) };
}

export const encodeExtension = (extension: Extension): Bytes =>
  extension.critical
    ? der.sequence(der.oid(extension.oid), der.boolean(true), der.octetString(extension.value))
    : der.sequence(der.oid(extension.oid), der.octetString(extension.value));
