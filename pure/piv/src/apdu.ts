import { type Bytes, concatBytes, viewOf } from '@lanyard/pki';

/** A command with short lengths (ISO/IEC 7816-4 §5.1); PIV carries longer data by chaining. */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** At most 255 octets. */
  readonly data: Bytes;
  /** Octets expected at most, 1 to 256; undefined when the command has no Le. */
  readonly le?: number;
}

export interface ResponseApdu {
  readonly data: Bytes;
  /** SW1 and SW2 as one number. */
  readonly sw: number;
}

const LONGEST_DATA = 255;

/** Undefined for octets that are no command with short lengths. */
export function parseCommand(octets: Uint8Array): CommandApdu | undefined {
  const [cla, ins, p1, p2, third] = octets;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return undefined;
  const head = { cla, ins, p1, p2 };
  if (third === undefined) return { ...head, data: new Uint8Array(0) };
  if (octets.length === 5) return { ...head, data: new Uint8Array(0), le: third || 256 };
  if (third === 0) return undefined;
  const data = viewOf(octets.subarray(5, 5 + third));
  if (octets.length === 5 + third) return { ...head, data };
  const le = octets[5 + third];
  return octets.length === 6 + third && le !== undefined ? { ...head, data, le: le || 256 } : undefined;
}

/** @throws RangeError for data over 255 octets */
export function encodeCommand({ cla, ins, p1, p2, data, le }: CommandApdu): Bytes {
  if (data.length > LONGEST_DATA) throw new RangeError(`${data.length} octets do not fit one command: chain it`);
  const head = Uint8Array.of(cla, ins, p1, p2);
  const lc = data.length > 0 ? Uint8Array.of(data.length) : data;
  return concatBytes(head, lc, data, le === undefined ? new Uint8Array(0) : Uint8Array.of(le & 0xff));
}

/** Undefined when there is no status word. */
export function parseResponse(octets: Uint8Array): ResponseApdu | undefined {
  const end = octets.length - 2;
  const [sw1, sw2] = octets.subarray(end < 0 ? octets.length : end);
  if (sw1 === undefined || sw2 === undefined) return undefined;
  return { data: viewOf(octets.subarray(0, end)), sw: sw1 * 256 + sw2 };
}

export const encodeResponse = ({ data, sw }: ResponseApdu): Bytes =>
  concatBytes(data, Uint8Array.of(sw >> 8, sw & 0xff));
