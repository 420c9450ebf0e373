import { cbc, cmac, ecb } from '@noble/ciphers/aes.js';
import { type Bytes, concatBytes, equalSecrets, viewOf } from '@lanyard/pki';
import { type SessionKeys, zeroize } from './session-keys.ts';

/** Octets of an AES block, of a chained MAC and of the counter. */
const BLOCK = 16;
/** Octets of a MAC that go over the wire. */
export const MAC_OCTETS = 8;
const RESPONSE = 0x80;
const PADDING = 0x80;

/** What one side of a session keeps: both directions have a chain of MACs, and share the counter. */
export interface MessageChannel {
  readonly keys: SessionKeys;
  /** Of commands, from 1 (SP 800-73-5 pt2 §4.2). */
  count: number;
  commandChain: Bytes;
  responseChain: Bytes;
}

export const openChannel = (keys: SessionKeys): MessageChannel => ({
  keys,
  count: 1,
  commandChain: new Uint8Array(BLOCK),
  responseChain: new Uint8Array(BLOCK),
});

export function closeChannel(channel: MessageChannel): void {
  zeroize(channel.keys);
  for (const chain of [channel.commandChain, channel.responseChain]) chain.fill(0);
}

export type Direction = 'command' | 'response';

/** @returns a whole number of blocks, one at least */
export function encryptData(channel: MessageChannel, direction: Direction, plain: Bytes): Bytes {
  const padded = new Uint8Array((Math.floor(plain.length / BLOCK) + 1) * BLOCK);
  padded.set(plain);
  padded[plain.length] = PADDING;
  return viewOf(cipherOf(channel, direction).encrypt(padded));
}

/** Undefined for what is no whole number of blocks, and for another padding than 80 00 …: then nobody of this session made it. */
export function decryptData(channel: MessageChannel, direction: Direction, sealed: Bytes): Bytes | undefined {
  if (sealed.length === 0 || sealed.length % BLOCK > 0) return undefined;
  const padded = viewOf(cipherOf(channel, direction).decrypt(sealed));
  const end = padded.findLastIndex((octet) => octet !== 0);
  return padded[end] === PADDING && end >= padded.length - BLOCK ? padded.subarray(0, end) : undefined;
}

/**
 * The MAC over a message behind the MAC of the message before (SP 800-73-5 pt2 §4.2). The chain goes on with
 * it: call it once a message.
 * @returns all 16 octets
 */
export function chainMac(channel: MessageChannel, direction: Direction, ...message: readonly Uint8Array[]): Bytes {
  const { keys, commandChain, responseChain } = channel;
  const [key, before] = direction === 'command' ? [keys.mac, commandChain] : [keys.responseMac, responseChain];
  const mac = viewOf(cmac(concatBytes(before, ...message), key));
  if (direction === 'command') channel.commandChain = mac;
  else channel.responseChain = mac;
  return mac;
}

export const isMac = (mac: Bytes, given: Bytes): boolean => equalSecrets(mac.subarray(0, MAC_OCTETS), given);

/** AES-CBC, its initialization vector the encrypted counter, whose first bit tells the direction. */
function cipherOf({ keys: { encryption }, count }: MessageChannel, direction: Direction) {
  const counter = new Uint8Array(BLOCK);
  new DataView(counter.buffer).setBigUint64(BLOCK - 8, BigInt(count));
  if (direction === 'response') counter[0] = RESPONSE;
  const unpadded = { disablePadding: true };
  return cbc(encryption, ecb(encryption, unpadded).encrypt(counter), unpadded);
}
