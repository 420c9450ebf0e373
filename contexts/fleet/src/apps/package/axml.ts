import { chunks } from './chunks.ts';
import { noStrings, readStringPool, type StringPool } from './string-pool.ts';

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
  let strings: StringPool = noStrings;
  let ids: readonly number[] = [];
  let depth = 0;
  for (const { type, at, header, size } of chunks(view, view.getUint16(2, true), view.byteLength)) {
    if (type === STRING_POOL) strings = readStringPool(view, at);
    else if (type === RESOURCE_MAP)
      ids = Array.from({ length: (size - header) / 4 }, (_, i) => view.getUint32(at + header + i * 4, true));
    else if (type === START_ELEMENT) {
      if (elements.length >= MOST_ELEMENTS) throw new RangeError('too many elements');
      elements.push(readElement(view, { at, header, size }, strings, ids, ++depth));
    } else if (type === END_ELEMENT) depth--;
  }
  return elements;
}

function readElement(
  view: DataView,
  { at, header, size: whole }: { readonly at: number; readonly header: number; readonly size: number },
  strings: StringPool,
  ids: readonly number[],
  depth: number,
): AxmlElement {
  const body = at + header;
  const name = strings(view.getUint32(body + 4, true)) ?? '';
  const [start, size, count] = [
    view.getUint16(body + 8, true),
    view.getUint16(body + 10, true),
    view.getUint16(body + 12, true),
  ];
  if (count > 0 && (size < 20 || body + start + count * size > at + whole))
    throw new RangeError('attributes reach beyond their element');
  const attributes = new Map<string, AxmlValue>();
  for (let i = 0; i < count; i++) {
    const attribute = body + start + i * size;
    const index = view.getUint32(attribute + 4, true);
    const key = NAMES.get(ids[index] ?? 0) ?? strings(index) ?? '';
    const value = readValue(view, attribute, strings);
    if (value !== null && !attributes.has(key)) attributes.set(key, value);
  }
  return { name, attributes, depth };
}

function readValue(view: DataView, attribute: number, strings: StringPool): AxmlValue | null {
  const raw = strings(view.getUint32(attribute + 8, true));
  const [type, data] = [view.getUint8(attribute + 15), view.getUint32(attribute + 16, true)];
  if (type === 0x01) return { is: 'reference', id: data };
  if (type === 0x03) return { is: 'text', text: strings(data) ?? raw ?? '' };
  if (type >= 0x10 && type <= 0x1f) return { is: 'number', number: data };
  return raw === undefined ? null : { is: 'text', text: raw };
}
