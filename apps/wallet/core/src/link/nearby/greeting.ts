import { fromReaderNearby, type FromReaderNearby, fromWalletNearby, type FromWalletNearby } from '@lanyard/contract';
import { type Bytes, utf8Decode, utf8Encode } from '@lanyard/pki';
import { WalletError } from '../../errors.ts';
import type { Carrier } from '../carrier.ts';

type Here = Extract<FromReaderNearby, { readonly type: 'here' }>;

/**
 * The phone's first words over Bluetooth, and the desktop's: what the relay tells both otherwise. They are not sealed; who
 * the desktop is, the handshake shows.
 * @throws WalletError `desktop_busy`, `desktop_not_paired`, `link_broken`
 */
export async function greetDesktop(way: Carrier, words: FromWalletNearby): Promise<Here> {
  way.send(encode(words));
  const answer = decode(fromReaderNearby, await way.receive());
  if (answer.type === 'here') return answer;
  throw new WalletError(answer.why === 'busy' ? 'desktop_busy' : 'desktop_not_paired');
}

/**
 * The desktop's side.
 * @param answer what it says to whom
 * @returns the phone's words; undefined when it was refused
 * @throws WalletError `link_broken`
 */
export async function greetPhone(
  way: Carrier,
  answer: (words: FromWalletNearby) => FromReaderNearby,
): Promise<FromWalletNearby | undefined> {
  const words = decode(fromWalletNearby, await way.receive());
  const said = answer(words);
  way.send(encode(said));
  return said.type === 'here' ? words : undefined;
}

const encode = (words: FromWalletNearby | FromReaderNearby): Bytes => utf8Encode(JSON.stringify(words));

function decode<T>(schema: { parse(value: unknown): T }, octets: Bytes | undefined): T {
  if (octets === undefined) throw new WalletError('link_broken', { why: 'ended' });
  try {
    return schema.parse(JSON.parse(utf8Decode(octets) ?? ''));
  } catch (error) {
    throw new WalletError('link_broken', { why: 'greeting' }, error);
  }
}
