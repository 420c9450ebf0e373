import { type Bytes, viewOf } from '@lanyard/pki';

/** A structure of the protocol: 32-bit numbers in the machine's order, which is little-endian wherever Node 24 runs for us. */
export interface Struct {
  readonly octets: Bytes;
  get(at: number): number;
  /** A NUL-terminated name. */
  text(at: number, length: number): string;
  set(at: number, value: number): Struct;
  put(at: number, content: Uint8Array): Struct;
}

export function structOf(given: Uint8Array): Struct {
  const octets = viewOf(given);
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const self: Struct = {
    octets,
    get: (at) => view.getUint32(at, true),
    text: (at, length) => {
      const name = Buffer.from(octets.subarray(at, at + length));
      const end = name.indexOf(0);
      return name.toString('utf8', 0, end < 0 ? length : end);
    },
    set: (at, value) => {
      view.setUint32(at, value >>> 0, true);
      return self;
    },
    put: (at, content) => {
      octets.set(content, at);
      return self;
    },
  };
  return self;
}

export const emptyStruct = (length: number): Struct => structOf(new Uint8Array(length));
