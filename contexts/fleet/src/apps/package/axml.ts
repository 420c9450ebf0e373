/** An element of Android's binary XML, with its attributes by their names. */
export interface AxmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, AxmlValue>;
  /** 1 for the outermost. */
  readonly depth: number;
}

export type AxmlValue =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly number: number }
  /** Id of a resource, 0xPPTTEEEE. */
  | { readonly is: 'reference'; readonly id: number };

/** Chunk types and value types of ResourceTypes.h (Android Open Source Project). */
const XML = 0x0003;
const STRING_POOL = 0x0001;
const START_ELEMENT = 0x0102;
const END_ELEMENT = 0x0103;
const RESOURCE_MAP = 0x0180;
const MOST_ELEMENTS = 20_000;
const MOST_STRINGS = 200_000;

/** Attributes of the Android name space by their resource id: minifiers take the names out of the string pool. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0x01010001, 'label'],
  [0x01010002, 'icon'],
  [0x01010003, 'name'],
  [0x0101020c, 'minSdkVersion'],
  [0x0101021b, 'versionCode'],
  [0x0101021c, 'versionName'],
  [0x01010270, 'targetSdkVersion'],
]);

/**
 * The elements of a binary XML file such as AndroidManifest.xml, in document order.
 * @throws RangeError or TypeError when it is none, or has more elements or strings than any app needs
 */
export function readAxml(bytes: Uint8Array): AxmlElement[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0, true) !== XML) throw new TypeError('not binary XML');
  const elements: AxmlElement[] = [];
  let strings: readonly string[] = [];
  let ids: readonly number[] = [];
  let depth = 0;
  for (const { type, at, header, size } of chunks(view, view.getUint16(2, true), view.byteLength)) {
    if (type === STRING_POOL) strings = readStringPool(view, at);
    else if (type === RESOURCE_MAP)
      ids = Array.from({ length: (size - header) / 4 }, (_, i) => view.getUint32(at + header + i * 4, true));
    else if (type === START_ELEMENT) {
      if (elements.length >= MOST_ELEMENTS) throw new RangeError('too many elements');
      elements.push(readElement(view, at, header, strings, ids, ++depth));
    } else if (type === END_ELEMENT) depth--;
  }
  return elements;
}

/** Chunks one after another; each says its own length, which must keep within the file. */
export function* chunks(view: DataView, from: number, to: number) {
  for (let at = from; at + 8 <= to;) {
    const [type, header, size] = [view.getUint16(at, true), view.getUint16(at + 2, true), view.getUint32(at + 4, true)];
    if (header < 8 || size < header || at + size > to) throw new RangeError('a chunk reaches beyond the end');
    yield { type, at, header, size };
    at += size;
  }
}

function readElement(
  view: DataView,
  at: number,
  header: number,
  strings: readonly string[],
  ids: readonly number[],
  depth: number,
): AxmlElement {
  const body = at + header;
  const name = strings[view.getUint32(body + 4, true)] ?? '';
  const [start, size, count] = [
    view.getUint16(body + 8, true),
    view.getUint16(body + 10, true),
    view.getUint16(body + 12, true),
  ];
  const attributes = new Map<string, AxmlValue>();
  for (let i = 0; i < count; i++) {
    const attribute = body + start + i * size;
    const index = view.getUint32(attribute + 4, true);
    const key = NAMES.get(ids[index] ?? 0) ?? strings[index] ?? '';
    const value = readValue(view, attribute, strings);
    if (value !== null && !attributes.has(key)) attributes.set(key, value);
  }
  return { name, attributes, depth };
}

function readValue(view: DataView, attribute: number, strings: readonly string[]): AxmlValue | null {
  const raw = strings[view.getUint32(attribute + 8, true)];
  const [type, data] = [view.getUint8(attribute + 15), view.getUint32(attribute + 16, true)];
  if (type === 0x01) return { is: 'reference', id: data };
  if (type === 0x03) return { is: 'text', text: strings[data] ?? raw ?? '' };
  if (type >= 0x10 && type <= 0x1f) return { is: 'number', number: data };
  return raw === undefined ? null : { is: 'text', text: raw };
}

/** The strings of a pool, in UTF-8 or UTF-16LE. */
export function readStringPool(view: DataView, at: number): string[] {
  const size = view.getUint32(at + 4, true);
  const count = view.getUint32(at + 8, true);
  if (count > MOST_STRINGS || 28 + count * 4 > size) throw new RangeError('too many strings');
  const utf8 = (view.getUint32(at + 16, true) & 0x100) !== 0;
  const start = at + view.getUint32(at + 20, true);
  const end = at + size;
  return Array.from({ length: count }, (_, i) => {
    const offset = start + view.getUint32(at + 28 + i * 4, true);
    return utf8 ? utf8At(view, offset, end) : utf16At(view, offset, end);
  });
}

function utf8At(view: DataView, offset: number, end: number): string {
  // Two lengths: in UTF-16 units, then in octets; each of one octet, or of two when the first has its high bit set.
  let at = offset + ((view.getUint8(offset) & 0x80) === 0 ? 1 : 2);
  let length = view.getUint8(at++);
  if ((length & 0x80) !== 0) length = ((length & 0x7f) << 8) | view.getUint8(at++);
  return textAt(view, at, length, end, 'utf-8');
}

function utf16At(view: DataView, offset: number, end: number): string {
  let at = offset + 2;
  let length = view.getUint16(offset, true);
  if ((length & 0x8000) !== 0) {
    length = ((length & 0x7fff) << 16) | view.getUint16(at, true);
    at += 2;
  }
  return textAt(view, at, length * 2, end, 'utf-16le');
}

function textAt(view: DataView, at: number, length: number, end: number, encoding: string): string {
  if (at + length > end) throw new RangeError('a string reaches beyond its pool');
  return new TextDecoder(encoding).decode(new Uint8Array(view.buffer, view.byteOffset + at, length));
}
