import { type Bytes, equalSecrets, utf8Encode, viewOf } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import type { RandomBytes } from '../ports.ts';
import type { WalletErrorCode } from '../wallet-errors.ts';
import type { Carrier } from './carrier.ts';
import { makeNoiseKeys, noiseHandshake, type NoiseHandshake, type NoiseKeys, type NoiseSession } from './noise.ts';

/** Every message is as long as a multiple of this, so that its length tells little of what it is. */
export const PADDING = 256;
const LENGTH_OCTETS = 2;
/** Octets of a message before it is sealed. */
export const LONGEST_MESSAGE = 60_000;
/** Messages in one direction after which the key is replaced. */
export const REKEY_EVERY = 1_024;

/** Sealed from end to end: what comes out was sent by the other side, in this order, and read by nobody else. */
export interface Channel {
  /** Names this channel and no other, the same on both sides. */
  readonly hash: Bytes;
  /** The other side's static key. */
  readonly remote: Bytes;
  readonly initiator: boolean;
  /** @throws RangeError for more than 60,000 octets; WalletError `link_broken` when it has ended */
  send(message: Uint8Array): void;
  /** The next message; undefined once it has ended. @throws WalletError `link_broken` when somebody meddled */
  receive(): Promise<Bytes | undefined>;
  close(): void;
}

export interface ChannelOptions {
  /** The wallet calls, the reader answers. */
  readonly initiator: boolean;
  readonly own: NoiseKeys;
  readonly purpose: 'pair' | 'connect';
  readonly readerId: string;
  readonly deviceId: string;
  /** The key that the other side had when it was paired, and the error when it is another. */
  readonly pinned?: { readonly key: Bytes; readonly otherwise: WalletErrorCode };
  readonly random: RandomBytes;
}

/**
 * Opens the channel by a Noise XX handshake. Purpose and both names are bound into it, so that a carrier cannot pass one
 * meeting off as another. A key that is not the pinned one ends it before the wallet has shown its own.
 * @throws WalletError `link_broken`, or what the pinned key's change is called
 */
export async function openChannel(carrier: Carrier, options: ChannelOptions): Promise<Channel> {
  const { initiator, own, purpose, readerId, deviceId, pinned, random } = options;
  const prologue = utf8Encode(`lanyard card link 1\n${purpose}\n${readerId}\n${deviceId}`);
  const handshake = noiseHandshake({ initiator, prologue, own, ephemeral: makeNoiseKeys(random) });
  try {
    for (let writing = initiator; handshake.left > 0; writing = !writing) {
      if (writing) carrier.send(handshake.write());
      else await readInto(handshake, carrier);
      if (pinned !== undefined && handshake.remote !== undefined && !equalSecrets(handshake.remote, pinned.key))
        throw new WalletError(pinned.otherwise);
    }
    return channelOver(carrier, handshake.finish(), initiator);
  } catch (error) {
    carrier.close();
    throw error;
  }
}

async function readInto(handshake: NoiseHandshake, carrier: Carrier): Promise<void> {
  const message = await carrier.receive();
  if (message === undefined) throw new WalletError('link_broken', { why: 'ended' });
  handshake.read(message);
}

function channelOver(carrier: Carrier, { send, receive, hash, remote }: NoiseSession, initiator: boolean): Channel {
  let sent = 0;
  let received = 0;
  return {
    hash,
    remote,
    initiator,
    send: (message) => {
      carrier.send(send.seal(padded(message)));
      if (++sent % REKEY_EVERY === 0) send.rekey();
    },
    receive: async () => {
      const sealed = await carrier.receive();
      if (sealed === undefined) return undefined;
      try {
        const message = unpadded(receive.open(sealed));
        if (++received % REKEY_EVERY === 0) receive.rekey();
        return message;
      } catch (error) {
        carrier.close();
        throw error;
      }
    },
    close: () => carrier.close(),
  };
}

function padded(message: Uint8Array): Bytes {
  if (message.length > LONGEST_MESSAGE) throw new RangeError(`a message of ${message.length} octets`);
  const octets = new Uint8Array(Math.ceil((LENGTH_OCTETS + message.length) / PADDING) * PADDING);
  new DataView(octets.buffer).setUint16(0, message.length);
  octets.set(message, LENGTH_OCTETS);
  return octets;
}

function unpadded(octets: Bytes): Bytes {
  const length = octets.length < LENGTH_OCTETS ? Infinity : new DataView(octets.buffer, octets.byteOffset).getUint16(0);
  if (LENGTH_OCTETS + length > octets.length) throw new WalletError('link_broken', { why: 'padding' });
  return viewOf(octets.slice(LENGTH_OCTETS, LENGTH_OCTETS + length));
}
