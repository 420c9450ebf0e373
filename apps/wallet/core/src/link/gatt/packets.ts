import { type Bytes, concatBytes } from '@lanyard/pki';

/** What two sides of Bluetooth LE hand each other: single packets, small, some lost, some late, some twice. */
export interface PacketPort {
  /** Octets of a packet at the most: ATT_MTU less 3 (Bluetooth Core 5.4, Vol 3, Part F, §3.4.5.3), 20 to 512. It may grow. */
  readonly size: number;
  write(packet: Bytes): void;
  onPacket(hear: (packet: Bytes) => void): void;
  /** The devices are not connected any more. */
  onEnd(hear: () => void): void;
  end(): void;
}

/** A piece of a message; `last` ends it. */
export interface Piece {
  readonly number: number;
  readonly last: boolean;
  readonly data: Bytes;
}

/** All pieces before `next` are there, and of those behind it the ones whose bit is set: bit 0 is `next + 1`. */
export interface Receipt {
  readonly next: number;
  readonly later: number;
}

const KIND = { piece: 0, lastPiece: 1, receipt: 2 } as const;
export const PIECE_HEAD = 3;
const RECEIPT_OCTETS = 5;
/** Numbers of pieces go round. */
export const NUMBERS = 0x1_0000;

export const encodePiece = ({ number, last, data }: Piece): Bytes =>
  concatBytes(Uint8Array.of(last ? KIND.lastPiece : KIND.piece, number >> 8, number & 0xff), data);

export const encodeReceipt = ({ next, later }: Receipt): Bytes =>
  Uint8Array.of(KIND.receipt, next >> 8, next & 0xff, later >> 8, later & 0xff);

/** Undefined for what is neither. */
export function readPacket(packet: Bytes): Piece | Receipt | undefined {
  const [kind, high = 0, low = 0, laterHigh = 0, laterLow = 0] = packet;
  const number = high * 256 + low;
  if (kind === KIND.receipt)
    return packet.length === RECEIPT_OCTETS ? { next: number, later: laterHigh * 256 + laterLow } : undefined;
  if (kind !== KIND.piece && kind !== KIND.lastPiece) return undefined;
  return packet.length > PIECE_HEAD
    ? { number, last: kind === KIND.lastPiece, data: packet.slice(PIECE_HEAD) }
    : undefined;
}

/** How far one number is behind another, going round. */
export const distance = (from: number, to: number): number => (to - from + NUMBERS) % NUMBERS;
