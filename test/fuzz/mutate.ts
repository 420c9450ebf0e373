import { encodeElements, type Element, elementsOf, listsOf } from './elements.ts';
import type { Chance } from './random.ts';

const LONGEST = 1 << 15;
/** Octets at the edges of what decoders compare with. */
const EDGES = [0, 1, 2, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x85, 0xfe, 0xff] as const;
const TAGS = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1c, 0x1e, 0x24, 0x30, 0x31, 0x80,
  0x81, 0x82, 0x86, 0x87, 0x88, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4,
] as const;

type Change = (octets: Uint8Array, chance: Chance, other: Uint8Array) => Uint8Array;

/** One to four changes, some to octets as they stand and some to elements. @param other a second sample, to take from */
export function mutate(octets: Uint8Array, chance: Chance, other: Uint8Array): Uint8Array {
  let changed = octets;
  for (let i = chance.below(4); i >= 0; i--) changed = chance.pick(CHANGES)(changed, chance, other);
  return changed.length > LONGEST ? changed.slice(0, LONGEST) : changed;
}

const setOctet: Change = (octets, chance) => {
  const changed = new Uint8Array(octets);
  const at = chance.below(octets.length || 1);
  changed[at] = chance.pick([chance.pick(EDGES), (changed[at] ?? 0) ^ (1 << chance.below(8)), chance.below(256)]);
  return changed;
};

const dropOctets: Change = (octets, chance) => {
  const from = chance.below(octets.length + 1);
  return Uint8Array.of(...octets.subarray(0, from), ...octets.subarray(from + 1 + chance.below(8)));
};

const repeatOctets: Change = (octets, chance) => {
  const from = chance.below(octets.length + 1);
  const to = from + chance.below(32);
  return Uint8Array.of(...octets.subarray(0, to), ...octets.subarray(from));
};

const swapTail: Change = (octets, chance, other) =>
  Uint8Array.of(
    ...octets.subarray(0, chance.below(octets.length + 1)),
    ...other.subarray(chance.below(other.length + 1)),
  );

/** A change to one list of elements, whose lengths are right again afterwards. */
const inElements =
  (change: (list: Element[], at: number, chance: Chance, other: Uint8Array) => void): Change =>
  (octets, chance, other) => {
    const elements = elementsOf(octets);
    const list = elements === undefined ? undefined : chance.pick(listsOf(elements));
    if (elements === undefined || list === undefined) return setOctet(octets, chance, other);
    change(list, chance.below(list.length || 1), chance, other);
    return encodeElements(elements);
  };

const dropElement = inElements((list, at) => void list.splice(at, 1));

const repeatElement = inElements((list, at, chance) => {
  const element = list[at];
  if (element !== undefined) list.splice(at, 0, ...Array.from({ length: 1 + chance.below(3) }, () => element));
});

const moveElement = inElements((list, at, chance) => {
  const [element] = list.splice(at, 1);
  if (element !== undefined) list.splice(chance.below(list.length + 1), 0, element);
});

const changeTag = inElements((list, at, chance) => {
  const element = list[at];
  if (element !== undefined) element.tag = chance.pick(TAGS);
});

const changeContent = inElements((list, at, chance, other) => {
  const element = list[at];
  if (element === undefined) return;
  element.children = undefined;
  element.content = chance.pick([setOctet, dropOctets, repeatOctets, emptied, filled])(element.content, chance, other);
});

const emptied: Change = () => new Uint8Array(0);
const filled: Change = (_octets, chance) => new Uint8Array(chance.below(70)).fill(chance.pick(EDGES));

const foreignElement = inElements((list, at, chance, other) => {
  const foreign = chance.pick(listsOf(elementsOf(other) ?? []));
  const element = foreign === undefined ? undefined : chance.pick(foreign);
  if (element !== undefined) list.splice(at, chance.below(2), element);
});

const nest = inElements((list, at, chance) => {
  const element = list[at];
  if (element === undefined) return;
  let inner = element;
  for (let depth = chance.below(40); depth >= 0; depth--) {
    inner = { tag: inner.tag | 0x20, content: new Uint8Array(0), children: [inner] };
  }
  list[at] = inner;
});

const CHANGES = [
  setOctet,
  setOctet,
  dropOctets,
  repeatOctets,
  swapTail,
  dropElement,
  repeatElement,
  moveElement,
  changeTag,
  changeContent,
  changeContent,
  changeContent,
  foreignElement,
  foreignElement,
  nest,
] as const;
