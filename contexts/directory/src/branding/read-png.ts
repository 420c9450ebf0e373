import { crc32 } from 'node:zlib';

export interface CleanPicture {
  readonly octets: Buffer;
  /** Pixels; of an SVG what its view box says. */
  readonly width: number;
  readonly height: number;
  /** What was taken out, in words. */
  readonly removed: readonly string[];
}

/** Why a picture cannot be taken. */
export class PictureFault extends Error {}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Chunks that make the picture; the others carry texts, times and places (PNG 3rd edition §11). */
const KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'pHYs', 'bKGD', 'IDAT', 'IEND']);
const CRITICAL = /^[A-Z]/;

export const isPng = (octets: Uint8Array): boolean => SIGNATURE.equals(octets.subarray(0, 8));

/**
 * A PNG without what is no picture. Every chunk's sum is checked; nothing is decoded.
 * @throws PictureFault
 */
export function readPng(octets: Uint8Array): CleanPicture {
  const whole = Buffer.from(octets);
  const kept: Uint8Array[] = [SIGNATURE];
  const removed = new Set<string>();
  let size: { width: number; height: number } | null = null;
  for (let at = 8, ended = false; at < whole.length || !ended;) {
    const { type, data, chunk } = chunkAt(whole, at);
    at += chunk.length;
    if (size === null) {
      if (type !== 'IHDR' || data.length !== 13) throw new PictureFault('The PNG does not begin with its header.');
      size = { width: data.readUInt32BE(0), height: data.readUInt32BE(4) };
    }
    if (KEPT.has(type)) kept.push(chunk);
    else if (CRITICAL.test(type)) throw new PictureFault(`The PNG has a part "${type}" that is not known.`);
    else removed.add(`the PNG part "${type}"`);
    ended = type === 'IEND';
    if (ended) {
      if (at < whole.length) removed.add('what stood behind the picture');
      break;
    }
  }
  return { octets: Buffer.concat(kept), ...(size ?? { width: 0, height: 0 }), removed: [...removed] };
}

function chunkAt(whole: Buffer, at: number): { type: string; data: Buffer; chunk: Buffer } {
  if (at + 12 > whole.length) throw new PictureFault('The PNG ends too early.');
  const length = whole.readUInt32BE(at);
  const end = at + 12 + length;
  if (end > whole.length) throw new PictureFault('The PNG ends too early.');
  const named = whole.subarray(at + 4, end - 4);
  if (crc32(named) !== whole.readUInt32BE(end - 4)) throw new PictureFault('The PNG is damaged.');
  return { type: named.toString('latin1', 0, 4), data: named.subarray(4), chunk: whole.subarray(at, end) };
}
