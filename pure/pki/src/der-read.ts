import { type Bytes, latin1Decode, utf8Decode, viewOf } from './bytes.ts';
import { PkiError } from './errors.ts';
import { decodeOid } from './oid-codec.ts';
import { TAG } from './der-tags.ts';

/** Nothing in X.509, CMS or PKCS#12 nests deeper; deeper input is an attack on the stack. */
const MAX_DEPTH = 32;

/**
 * A cursor over DER (X.690 §10). Every read checks tag, shortest length and bounds first, and throws PkiError with the
 * offset from the start of the outermost input. Answers are views into the input: no octet is copied.
 */
export class DerReader {
  readonly #bytes: Bytes;
  readonly #end: number;
  readonly #depth: number;
  #at: number;

  private constructor(bytes: Bytes, start: number, end: number, depth: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#depth = depth;
  }

  /** @param maxLength the largest input in octets that is looked at. @throws PkiError `der_too_long` */
  static over(bytes: Uint8Array, maxLength: number): DerReader {
    if (bytes.length > maxLength) {
      throw new PkiError('der_too_long', `${bytes.length} octets where at most ${maxLength} are read`, maxLength);
    }
    return new DerReader(viewOf(bytes), 0, bytes.length, 0);
  }

  get offset(): number {
    return this.#at;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  /** The tag of the next element, -1 at the end. */
  get tag(): number {
    return this.#at < this.#end ? (this.#bytes[this.#at] ?? -1) : -1;
  }

  is(tag: number): boolean {
    return this.tag === tag;
  }

  fail(code: string, reason: string, offset = this.#at): never {
    throw new PkiError(code, reason, offset);
  }

  /** Ends a structure: octets left over would be unsigned or unread meaning. */
  finish(): void {
    if (this.#at < this.#end) this.fail('der_trailing', `${this.#end - this.#at} octets are left over`);
  }

  /** Steps into a constructed element; the cursor moves behind it. */
  enter(tag: number): DerReader {
    const start = this.#header(tag);
    if (this.#depth >= MAX_DEPTH) this.fail('der_too_deep', `nested deeper than ${MAX_DEPTH}`);
    return new DerReader(this.#bytes, start, this.#at, this.#depth + 1);
  }

  sequence(): DerReader {
    return this.enter(TAG.sequence);
  }

  set(): DerReader {
    return this.enter(TAG.set);
  }

  /** Steps into the element when its tag is next, else answers undefined and stays. */
  optional(tag: number): DerReader | undefined {
    return this.is(tag) ? this.enter(tag) : undefined;
  }

  /** The content of an element of exactly this tag. */
  content(tag: number): Bytes {
    const start = this.#header(tag);
    return this.#bytes.subarray(start, this.#at);
  }

  /** The next element whole, header and content, of any tag. */
  raw(): Bytes {
    const start = this.#at;
    if (this.done) this.fail('der_truncated', 'an element is missing');
    this.#header(this.tag);
    return this.#bytes.subarray(start, this.#at);
  }

  /** What was read since an offset. */
  since(offset: number): Bytes {
    return this.#bytes.subarray(offset, this.#at);
  }

  /** Moves behind these octets when they are the next ones, else answers false and stays. */
  skip(octets: Uint8Array): boolean {
    const at = this.#at;
    if (octets.length > this.#end - at) return false;
    for (let i = 0; i < octets.length; i++) if (this.#bytes[at + i] !== octets[i]) return false;
    this.#at = at + octets.length;
    return true;
  }

  /** Everything not yet read. */
  rest(): Bytes {
    const start = this.#at;
    this.#at = this.#end;
    return this.#bytes.subarray(start, this.#end);
  }

  boolean(): boolean {
    const at = this.#at;
    const content = this.content(TAG.boolean);
    if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) {
      this.fail('der_boolean', 'a BOOLEAN is 00 or FF', at);
    }
    return content[0] === 0xff;
  }

  /** The content octets of an INTEGER of any size, two's complement, shortest form. */
  integer(tag: number = TAG.integer): Bytes {
    const at = this.#at;
    const content = this.content(tag);
    const [first, second] = content;
    if (first === undefined) this.fail('der_integer', 'an INTEGER has at least one octet', at);
    if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
      this.fail('der_integer', 'an INTEGER is not in its shortest form', at);
    }
    return content;
  }

  /** A non-negative INTEGER of at most `max` (below 2^31). */
  smallInteger(max: number, tag: number = TAG.integer): number {
    const at = this.#at;
    const content = this.integer(tag);
    let value = 0;
    for (const octet of content.subarray(0, 6)) value = value * 256 + octet;
    if ((content[0] ?? 0) >= 0x80 || content.length > 6 || value > max) {
      this.fail('der_integer', `an INTEGER from 0 to ${max} is expected`, at);
    }
    return value;
  }

  null(): void {
    if (this.content(TAG.null).length !== 0) this.fail('der_null', 'a NULL is empty');
  }

  oid(tag: number = TAG.oid): string {
    const at = this.#at;
    const start = this.#header(tag);
    return decodeOid(this.#bytes, at, start, this.#at);
  }

  octetString(tag: number = TAG.octetString): Bytes {
    return this.content(tag);
  }

  /** The octets of a BIT STRING that must be a whole number of octets, as keys and signatures are. */
  bitStringOctets(tag: number = TAG.bitString): Bytes {
    const at = this.#at;
    const { unused, octets } = this.bitString(tag);
    if (unused !== 0) this.fail('der_bit_string', 'a BIT STRING of whole octets is expected', at);
    return octets;
  }

  bitString(tag: number = TAG.bitString): { readonly unused: number; readonly octets: Bytes } {
    const at = this.#at;
    const content = this.content(tag);
    const unused = content[0];
    if (unused === undefined || unused > 7 || (unused > 0 && content.length === 1)) {
      this.fail('der_bit_string', 'a BIT STRING names 0 to 7 unused bits', at);
    }
    const last = content[content.length - 1] ?? 0;
    if (content.length > 1 && (last & ((1 << unused) - 1)) !== 0) {
      this.fail('der_bit_string', 'unused bits are zero in DER', at);
    }
    return { unused, octets: content.subarray(1) };
  }

  utf8String(tag: number = TAG.utf8String): string {
    const at = this.#at;
    const text = utf8Decode(this.content(tag));
    if (text === undefined) this.fail('der_string', 'not UTF-8', at);
    return text;
  }

  /** An IA5String without control characters: a NUL inside a name has fooled many a comparison. */
  ia5String(tag: number = TAG.ia5String): string {
    const at = this.#at;
    const content = this.content(tag);
    for (let i = 0; i < content.length; i++) {
      const octet = content[i] ?? 0;
      if (octet < 0x20 || octet > 0x7e) this.fail('der_string', 'not printable ASCII', at);
    }
    return latin1Decode(content);
  }

  /** Reads tag and length, moves behind the element, answers where its content starts. */
  #header(tag: number): number {
    const at = this.#at;
    if (at >= this.#end) this.fail('der_truncated', `${tagName(tag)} is missing`);
    const found = this.#bytes[at] ?? -1;
    if (found !== tag) this.fail('der_tag', `${tagName(tag)} is expected, ${tagName(found)} found`);
    if ((found & 0x1f) === 0x1f) this.fail('der_tag', 'tag numbers above 30 are not used here');
    let length = this.#bytes[at + 1] ?? -1;
    let start = at + 2;
    if (length >= 0x80) {
      const octets = length - 0x80;
      if (octets === 0) this.fail('der_length', 'an indefinite length is not DER');
      if (octets > 4) this.fail('der_length', 'a length of more than four octets');
      start += octets;
      length = this.#longLength(at + 2, octets);
    }
    if (length < 0 || start > this.#end || length > this.#end - start) {
      this.fail('der_truncated', 'an element is longer than what holds it');
    }
    this.#at = start + length;
    return start;
  }

  #longLength(at: number, octets: number): number {
    if (at + octets > this.#end) this.fail('der_truncated', 'a length is cut off');
    let length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + (this.#bytes[at + i] ?? 0);
    if (length < 0x80 || length < 256 ** (octets - 1)) this.fail('der_length', 'a length is not in its shortest form');
    return length;
  }
}

const tagName = (tag: number): string => `tag ${tag.toString(16).padStart(2, '0').toUpperCase()}`;

/** Starts reading an input that must be one element, and the whole of it. */
export function readDer(bytes: Uint8Array, maxLength = 1 << 20): DerReader {
  return DerReader.over(bytes, maxLength);
}
