import { type Bytes, concatBytes } from '@lanyard/pki';
import type { CardCommand } from '../commands/command.ts';
import type { SecureMessagingKey } from '../ports.ts';
import { only, SW, withData } from '../status-words.ts';
import { encodeTlv, readTlv, readTlvs, tlvOf } from '../tlv.ts';
import { openChannel } from './message-channel.ts';
import { loseChannel } from './secure-command.ts';
import { cardIdOf, cryptogramOf, deriveSessionKeys, ID_OCTETS } from './session-keys.ts';

const TAG = { template: 0x7c, challenge: 0x81, response: 0x82 } as const;
/** The only control octet that there is: nothing is kept from one establishment to the next. */
const CONTROL = 0x00;

/**
 * Key establishment (SP 800-73-5 pt2 §4.1.2), the card's side: 1. the keys of a session before go 2. the host's ephemeral
 * point, with the card's static key, is the shared secret 3. the session keys follow from it and a nonce of the card 4. the
 * cryptogram proves the certificate's key. The host stays unknown: anybody may have a channel.
 */
export const establish: CardCommand = async (call) => {
  const { command, state, ports, secured } = call;
  const own = ports.secureMessaging;
  if (own === undefined || command.p1 !== own.suite.id) return only(SW.incorrectParameter);
  // A channel inside a channel would end the one that has to carry the answer.
  if (secured) return only(SW.conditionsOfUse);
  loseChannel(call);
  const host = readRequest(command.data, own);
  const z = host && (await own.agree(host.hostPoint));
  if (host === undefined || z === undefined) return only(SW.incorrectData);
  const nonce = ports.random.bytes(own.suite.nonce);
  const card = { cardControl: CONTROL, cardId: cardIdOf(own.certificate), nonce };
  const known = { hostControl: CONTROL, ...host, ...card };
  const keys = deriveSessionKeys(own.suite, z, known);
  const cryptogram = cryptogramOf(keys, known);
  keys.confirmation.fill(0);
  state.channel = openChannel(keys);
  const answer = concatBytes(Uint8Array.of(CONTROL), nonce, cryptogram, own.certificate);
  return withData(encodeTlv(TAG.template, encodeTlv(TAG.response, answer)));
};

/** CB_H ‖ ID_sH ‖ Q_eH, and an empty place for the answer. */
function readRequest(data: Bytes, { suite }: SecureMessagingKey) {
  const items = readTlvs(readTlv(TAG.template, data) ?? Uint8Array.of(0));
  const asked = items && tlvOf(items, TAG.challenge);
  if (items?.length !== 2 || tlvOf(items, TAG.response)?.length !== 0 || asked === undefined) return undefined;
  const [hostId, hostPoint] = [asked.slice(1, 1 + ID_OCTETS), asked.slice(1 + ID_OCTETS)];
  const wellFormed = asked[0] === CONTROL && hostPoint[0] === 0x04 && hostPoint.length === 2 * suite.coordinate + 1;
  return wellFormed ? { hostId, hostPoint } : undefined;
}
