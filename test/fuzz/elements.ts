import { concatBytes, der } from '@lanyard/pki';

/** An element of DER as far as it can be made out. */
export interface Element {
  tag: number;
  content: Uint8Array;
  /** The elements inside, which count instead of the content. */
  children: Element[] | undefined;
}

const MAX_ELEMENTS = 4096;

/** The elements of octets that are mostly DER; undefined where they are not elements to their end. */
export function elementsOf(octets: Uint8Array, depth = 0, count = { left: MAX_ELEMENTS }): Element[] | undefined {
  const found: Element[] = [];
  for (let at = 0; at < octets.length;) {
    const tag = octets[at] ?? 0;
    const first = octets[at + 1] ?? 0xff;
    const more = first < 0x80 ? 0 : first - 0x80;
    if (more > 3 || (tag & 0x1f) === 0x1f || count.left-- <= 0) return undefined;
    let length = more === 0 ? first : 0;
    for (let i = 0; i < more; i++) length = length * 256 + (octets[at + 2 + i] ?? 0);
    const start = at + 2 + more;
    if (first === 0x80 || start + length > octets.length) return undefined;
    const content = octets.subarray(start, start + length);
    found.push({ tag, content, children: inside(tag, content, depth, count) });
    at = start + length;
  }
  return found;
}

/** Strings of octets and bits often hold DER, too. */
function inside(tag: number, content: Uint8Array, depth: number, count: { left: number }): Element[] | undefined {
  if (depth >= 24 || content.length < 2) return undefined;
  const holdsMore = (tag & 0x20) !== 0 || (tag === 0x04 && content[0] === 0x30);
  return holdsMore ? elementsOf(content, depth + 1, count) : undefined;
}

/** Lengths are made anew, so that a change deep inside does not spoil all around it. */
export function encodeElements(elements: readonly Element[]): Uint8Array {
  return concatBytes(
    ...elements.map(({ tag, content, children }) =>
      der.element(tag, children === undefined ? content : encodeElements(children)),
    ),
  );
}

/** Every list of elements, the outermost first. */
export function listsOf(elements: Element[]): Element[][] {
  return [elements, ...elements.flatMap(({ children }) => (children === undefined ? [] : listsOf(children)))];
}
