import { type Bytes, concatBytes, equalSecrets } from '@lanyard/pki';
import { SECURE_MESSAGING_KEY } from '../identifiers.ts';
import type { CvcSigners } from '../objects/secure-messaging-signer.ts';
import type { CipherSuite } from '../secure-messaging/cipher-suite.ts';
import type { Cvc } from '../secure-messaging/cvc.ts';
import { type MessageChannel, openChannel } from '../secure-messaging/message-channel.ts';
import {
  cardIdOf,
  CRYPTOGRAM_OCTETS,
  cryptogramOf,
  deriveSessionKeys,
  ID_OCTETS,
  zeroize,
} from '../secure-messaging/session-keys.ts';
import { verifyCvc } from '../secure-messaging/verify-cvc.ts';
import { SW } from '../status-words.ts';
import { encodeTlv, readTlv } from '../tlv.ts';
import { CardRefusal } from './card-refusal.ts';
import type { Host } from './host.ts';
import type { SecureHostPorts } from './secure-host-ports.ts';
import { SecureMessagingRefusal } from './secure-messaging-refusal.ts';

const CONTROL = 0x00;

interface Offer {
  readonly suite: CipherSuite;
  readonly signers: CvcSigners;
}

/**
 * Key establishment (SP 800-73-5 pt2 §4.1.1), the host's side: 1. an ephemeral key and a name of its own 2. the card's
 * answer 3. its certificate 4. the session keys 5. the card's proof.
 */
export async function establishChannel(
  host: Host,
  ports: Omit<SecureHostPorts, 'trusts'>,
  { suite, signers }: Offer,
): Promise<{ readonly channel: MessageChannel; readonly certificate: Cvc }> {
  const ephemeral = await ports.ephemeral(suite.algorithm);
  const hostId = ports.random.bytes(ID_OCTETS);
  const answer = await askCard(host, suite, concatBytes(Uint8Array.of(CONTROL), hostId, ephemeral.point));
  const { nonce, cryptogram, certificate: encoded } = readAnswer(answer, suite);
  const certificate = await verifyCvc(encoded, suite, signers, ports.verifier);
  const z = certificate && (await ephemeral.agree(certificate.point));
  if (certificate === undefined || z === undefined) throw new SecureMessagingRefusal('certificate_invalid');
  const control = { hostControl: CONTROL, cardControl: CONTROL };
  const known = { ...control, hostId, hostPoint: ephemeral.point, cardId: cardIdOf(encoded), nonce };
  const keys = deriveSessionKeys(suite, z, known);
  const proven = equalSecrets(cryptogramOf(keys, known), cryptogram);
  keys.confirmation.fill(0);
  if (proven) return { channel: openChannel(keys), certificate };
  zeroize(keys);
  throw new SecureMessagingRefusal('card_not_proven');
}

async function askCard(host: Host, suite: CipherSuite, request: Bytes): Promise<Bytes> {
  const data = encodeTlv(0x7c, encodeTlv(0x81, request), encodeTlv(0x82));
  const answer = await host.send({ ins: 0x87, p1: suite.id, p2: SECURE_MESSAGING_KEY, data, le: 256 });
  if (answer.sw !== SW.done) throw new CardRefusal(answer.sw);
  return readTlv(0x82, readTlv(0x7c, answer.data) ?? new Uint8Array(0)) ?? new Uint8Array(0);
}

/** CB_ICC ‖ N_ICC ‖ AuthCryptogram ‖ certificate. */
function readAnswer(answer: Bytes, suite: CipherSuite) {
  if (answer[0] !== CONTROL) throw new SecureMessagingRefusal('card_not_proven');
  const [nonce, proof] = [1 + suite.nonce, 1 + suite.nonce + CRYPTOGRAM_OCTETS];
  return { nonce: answer.slice(1, nonce), cryptogram: answer.slice(nonce, proof), certificate: answer.slice(proof) };
}
