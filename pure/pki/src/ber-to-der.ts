import { type Bytes, concatBytes, viewOf } from './bytes.ts';
import { der } from './der-write.ts';
import { TAG } from './der-tags.ts';
import { PkiError } from './errors.ts';

const MAX_DEPTH = 32;
/** Each element becomes an object: more of them than any file has would fill the memory. */
const MAX_ELEMENTS = 1 << 16;

/**
 * Rewrites BER with indefinite or overlong lengths and strings in pieces as DER. Only for containers (PKCS#12, CMS),
 * which other programs write so; whatever is signed must be DER as it comes.
 * @throws PkiError
 */
export function berToDer(octets: Uint8Array, maxLength: number): Bytes {
  if (octets.length > maxLength) throw new PkiError('der_too_long', `more than ${maxLength} octets`, maxLength);
  const bytes = viewOf(octets);
  const { element, next } = rewrite(bytes, 0, bytes.length, { depth: 0, left: { elements: MAX_ELEMENTS } });
  if (next !== bytes.length) throw new PkiError('der_trailing', 'octets are left over', next);
  return element;
}

interface Header {
  readonly tag: number;
  readonly start: number;
  /** Undefined where the length is indefinite. */
  readonly end: number | undefined;
}

interface Bounds {
  readonly depth: number;
  /** Shared by all levels. */
  readonly left: { elements: number };
}

function rewrite(bytes: Bytes, at: number, limit: number, bounds: Bounds): { element: Bytes; next: number } {
  const { depth, left } = bounds;
  if (left.elements-- <= 0) throw new PkiError('der_too_many', `more than ${MAX_ELEMENTS} elements`, at);
  if (depth > MAX_DEPTH) throw new PkiError('der_too_deep', `nested deeper than ${MAX_DEPTH}`, at);
  const { tag, start, end } = readHeader(bytes, at, limit);
  const constructed = (tag & 0x20) !== 0;
  if (!constructed) {
    if (end === undefined) throw new PkiError('der_length', 'a primitive element of indefinite length', at);
    return { element: der.element(tag, bytes.subarray(start, end)), next: end };
  }
  const children: Bytes[] = [];
  let cursor = start;
  for (;;) {
    if (end === undefined && bytes[cursor] === 0 && bytes[cursor + 1] === 0 && cursor + 2 <= limit) break;
    if (end !== undefined && cursor >= end) break;
    const child = rewrite(bytes, cursor, end ?? limit, { depth: depth + 1, left });
    children.push(child.element);
    cursor = child.next;
  }
  return { element: join(tag, children), next: end ?? cursor + 2 };
}

/** A universal OCTET STRING in pieces becomes whole; one under a context tag shows its kind only to its reader. */
function join(tag: number, children: readonly Bytes[]): Bytes {
  if (tag !== (TAG.octetString | 0x20)) return der.element(tag, concatBytes(...children));
  if (children.some((child) => child[0] !== TAG.octetString)) {
    throw new PkiError('der_tag', 'a string in pieces of another kind');
  }
  return der.element(TAG.octetString, concatBytes(...children.map(contentOf)));
}

/** The content of an element that `der.element` wrote. */
export function contentOf(element: Bytes): Bytes {
  const length = element[1] ?? 0;
  return element.subarray(length < 0x80 ? 2 : 2 + (length - 0x80));
}

function readHeader(bytes: Bytes, at: number, limit: number): Header {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || at + 2 > limit)
    throw new PkiError('der_truncated', 'an element is cut off', at);
  if ((tag & 0x1f) === 0x1f) throw new PkiError('der_tag', 'tag numbers above 30 are not used here', at);
  if (first === 0x80) return { tag, start: at + 2, end: undefined };
  const octets = first < 0x80 ? 0 : first - 0x80;
  if (octets > 6) throw new PkiError('der_length', 'a length of more than six octets', at);
  let length = octets === 0 ? first : 0;
  for (let i = 0; i < octets; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  const start = at + 2 + octets;
  if (start + length > limit) throw new PkiError('der_truncated', 'an element is longer than what holds it', at);
  return { tag, start, end: start + length };
}
