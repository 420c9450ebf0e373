import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concatBytes, equalSecrets, utf8Encode, viewOf } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import type { RandomBytes } from '../ports.ts';
import type { Channel } from './channel.ts';

const NONCE_OCTETS = 32;

/**
 * Both sides commit to a nonce before either shows its own. Whoever stands between them, with one channel to each, must
 * commit before seeing what the code will depend on, and so has one guess a handshake, whatever its computers can do.
 * @returns a secret of this channel and these nonces, for the codes that people compare or carry over
 * @throws WalletError `link_broken` when the other side shows another nonce than it committed to
 */
export async function agreeOnNonces(channel: Channel, random: RandomBytes): Promise<Bytes> {
  const own = random(NONCE_OCTETS);
  channel.send(commitment(channel, channel.initiator, own));
  const committed = await next(channel);
  channel.send(own);
  const theirs = await next(channel);
  if (theirs.length !== NONCE_OCTETS || !equalSecrets(committed, commitment(channel, !channel.initiator, theirs))) {
    channel.close();
    throw new WalletError('link_broken', { why: 'commitment' });
  }
  const nonces = channel.initiator ? concatBytes(own, theirs) : concatBytes(theirs, own);
  return viewOf(hkdf(sha256, nonces, channel.hash, utf8Encode('lanyard card link codes'), 32));
}

/** Two digits that both sides show when they connect: 64 bits modulo 100, so that no number is likelier than another. */
export function connectionNumber(secret: Bytes): string {
  const octets = hkdf(sha256, secret, undefined, utf8Encode('connection number'), 8);
  const number = new DataView(octets.buffer, octets.byteOffset).getBigUint64(0) % 100n;
  return String(number).padStart(2, '0');
}

/** A side's name is in it, so that a commitment cannot be sent back as one's own. */
const commitment = (channel: Channel, initiator: boolean, nonce: Bytes): Bytes =>
  viewOf(sha256(concatBytes(utf8Encode(initiator ? 'initiator\n' : 'responder\n'), channel.hash, nonce)));

async function next(channel: Channel): Promise<Bytes> {
  const message = await channel.receive();
  if (message === undefined) throw new WalletError('link_broken', { why: 'ended' });
  return message;
}
