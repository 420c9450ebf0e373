import type { Bytes } from '../bytes.ts';

// FIPS 46-3. Bits are numbered from 1, the most significant first, as the standard numbers them.
const PC1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36, 63, 55,
  47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
const PC2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30,
  40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const SHIFTS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];
const P = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];
/** Four rows of sixteen values for each box. */
const S = [
  'e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d',
  'f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9',
  'a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c',
  '7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e',
  '2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453',
  'c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d',
  '4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c',
  'd2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b',
];

/** Both halves of a block, 32 bits each. */
interface Block {
  left: number;
  right: number;
}

/** The eight substitutions with the permutation that follows them, one table each, made at first use. */
let combined: Uint32Array[] | undefined;

function substitutions(): Uint32Array[] {
  combined ??= S.map((rows, box) => Uint32Array.from({ length: 64 }, (_, six) => permuted(rows, box, six)));
  return combined;
}

function permuted(rows: string, box: number, six: number): number {
  const row = ((six >> 4) & 2) | (six & 1);
  const value = Number.parseInt(rows[row * 16 + ((six >> 1) & 15)] ?? '0', 16) << (28 - 4 * box);
  return P.reduce((word, from, to) => word | (((value >>> (32 - from)) & 1) << (31 - to)), 0) >>> 0;
}

/** Sixteen round keys, each as eight groups of six bits. */
function roundKeys(key: Bytes): Uint8Array[] {
  const bits = PC1.map((from) => ((key[(from - 1) >> 3] ?? 0) >> (7 - ((from - 1) & 7))) & 1);
  let [c, d] = [bits.slice(0, 28), bits.slice(28)];
  return SHIFTS.map((shift) => {
    c = [...c.slice(shift), ...c.slice(0, shift)];
    d = [...d.slice(shift), ...d.slice(0, shift)];
    const both = [...c, ...d];
    const chosen = PC2.map((from) => both[from - 1] ?? 0);
    return Uint8Array.from({ length: 8 }, (_, i) =>
      chosen.slice(6 * i, 6 * i + 6).reduce((six, bit) => six * 2 + bit, 0),
    );
  });
}

/** Sixteen rounds and the exchange of halves that ends them. */
function rounds(block: Block, keys: readonly Uint8Array[]): void {
  const boxes = substitutions();
  for (const key of keys) {
    const { left, right } = block;
    // The expansion: six bits for each box, overlapping their neighbours by one on each side.
    const turned = (right >>> 1) | (right << 31);
    let mixed = 0;
    for (let box = 0; box < 8; box++) {
      const six = box < 7 ? (turned >>> (26 - 4 * box)) & 63 : ((turned << 2) | (turned >>> 30)) & 63;
      mixed ^= boxes[box]?.[six ^ (key[box] ?? 0)] ?? 0;
    }
    block.left = right;
    block.right = (left ^ mixed) >>> 0;
  }
  [block.left, block.right] = [block.right, block.left];
}

/** The bit that the initial permutation puts at each place: 58, 50, … 2, 60, … 8, 57, … 7. */
const INITIAL = [58, 60, 62, 64, 57, 59, 61, 63].flatMap((first) => Array.from({ length: 8 }, (_, i) => first - 8 * i));

function readBlock(octets: Bytes, at: number): Block {
  const half = (from: number): number =>
    INITIAL.slice(from, from + 32).reduce(
      (word, bit) => (word << 1) | (((octets[at + ((bit - 1) >> 3)] ?? 0) >> (7 - ((bit - 1) & 7))) & 1),
      0,
    ) >>> 0;
  return { left: half(0), right: half(32) };
}

/** Writes a block through the final permutation, the inverse of the initial one. */
function writeBlock({ left, right }: Block, octets: Bytes, at: number): void {
  for (const [place, bit] of INITIAL.entries()) {
    const value = place < 32 ? (left >>> (31 - place)) & 1 : (right >>> (63 - place)) & 1;
    const index = at + ((bit - 1) >> 3);
    octets[index] = (octets[index] ?? 0) | (value << (7 - ((bit - 1) & 7)));
  }
}

/**
 * Decrypts DES-EDE3-CBC, padding included. Only files that others made years ago need it, and browsers have none.
 * @param key 24 octets
 * @param iv 8 octets
 * @param ciphertext a multiple of 8 octets
 */
export function decryptTripleDes(key: Bytes, iv: Bytes, ciphertext: Bytes): Bytes {
  const [first = [], second = [], third = []] = [0, 8, 16].map((at) => roundKeys(key.subarray(at, at + 8)));
  const [last, middle, begin] = [third.toReversed(), second, first.toReversed()];
  const plaintext = new Uint8Array(ciphertext.length);
  for (let at = 0; at < ciphertext.length; at += 8) {
    const block = readBlock(ciphertext, at);
    for (const keys of [last, middle, begin]) rounds(block, keys);
    writeBlock(block, plaintext, at);
    for (let i = 0; i < 8; i++) {
      const before = at === 0 ? iv[i] : ciphertext[at - 8 + i];
      plaintext[at + i] = (plaintext[at + i] ?? 0) ^ (before ?? 0);
    }
  }
  return plaintext;
}
