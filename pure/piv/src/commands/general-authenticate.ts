import type { Bytes } from '@lanyard/pki';
import { mayReach } from '../access-rules.ts';
import { ADMINISTRATION_BLOCKS, ALGORITHMS, algorithmOfId, type KeyAlgorithm } from '../algorithms.ts';
import type { ResponseApdu } from '../apdu.ts';
import { withdrawPin } from '../card-state.ts';
import { isKeySlot, isRetired, SECURE_MESSAGING_KEY, SLOT } from '../identifiers.ts';
import { only, SW, withData } from '../status-words.ts';
import { encodeTlv, readTlv, readTlvs, tlvOf } from '../tlv.ts';
import { establish } from '../secure-messaging/establish.ts';
import type { CardCall, CardCommand } from './command.ts';

/** Tags inside the dynamic authentication template (SP 800-73-5 pt2 Table 7). */
const TAG = { template: 0x7c, challenge: 0x81, response: 0x82, exponentiation: 0x85 } as const;

/** GENERAL AUTHENTICATE (SP 800-73-5 pt2 §3.2.4): signature, RSA decryption, key agreement, a challenge. */
export const generalAuthenticate: CardCommand = async (call) => {
  const { p1, p2, data } = call.command;
  const items = readTlvs(readTlv(TAG.template, data) ?? Uint8Array.of(0));
  if (p2 === SECURE_MESSAGING_KEY && call.ports.secureMessaging !== undefined) return establish(call);
  if (p2 === SLOT.administration) return challenge(call, items && tlvOf(items, TAG.challenge));
  const algorithm = algorithmOfId(p1);
  if (algorithm === undefined || !isKeySlot(p2) || call.ports.keys.algorithmOf(p2) !== algorithm)
    return only(SW.incorrectParameter);
  if (!mayUse(call, p2)) return only(SW.securityStatus);
  call.state.pinFresh = false;
  if (items?.length !== 2 || tlvOf(items, TAG.response)?.length !== 0) return only(SW.incorrectData);
  return use(call, algorithm, { challenge: tlvOf(items, TAG.challenge), point: tlvOf(items, TAG.exponentiation) });
};

/**
 * PIN policy (SP 800-73-5 pt1 Table 5): the signature key asks for the PIN before each use, the card authentication key
 * for none, the others once until it is lost.
 */
function mayUse(call: CardCall, slot: number): boolean {
  if (!mayReach(call, slot)) return false;
  if (slot === SLOT.cardAuthentication) return true;
  return slot === SLOT.signature ? call.state.pinFresh : call.state.pinVerified;
}

interface Input {
  readonly challenge: Bytes | undefined;
  readonly point: Bytes | undefined;
}

async function use(call: CardCall, algorithm: KeyAlgorithm, input: Input): Promise<ResponseApdu> {
  const answer = await operate(call, algorithm, input);
  if (answer === undefined) return only(SW.incorrectData);
  if (answer === 'locked') withdrawPin(call.state);
  if (answer === 'locked' || answer === 'unusable') return only(SW.securityStatus);
  return withData(encodeTlv(TAG.template, encodeTlv(TAG.response, answer)));
}

/** The key's answer; undefined for input of a wrong length or kind. */
function operate({ command: { p2: slot }, ports: { keys } }: CardCall, algorithm: KeyAlgorithm, input: Input) {
  const { octets, curve } = ALGORITHMS[algorithm];
  const { challenge: block, point } = input;
  const agrees = slot === SLOT.keyManagement || isRetired(slot);
  if (!curve) return block?.length === octets ? keys.rsa(slot, block) : undefined;
  if (agrees) return point?.length === 2 * octets + 1 && point[0] === 0x04 ? keys.agree(slot, point) : undefined;
  return block?.length === octets ? keys.signDigest(slot, block) : undefined;
}

/**
 * The first half of authenticating an administrator (SP 800-73-5 pt2 App. A.1), which programs also take as a source of
 * randomness. The second half always fails: there is no administration key, objects are put by whoever holds the card.
 */
function challenge(call: CardCall, asked: Bytes | undefined): ResponseApdu {
  const { command, ports } = call;
  const octets = ADMINISTRATION_BLOCKS.get(command.p1);
  if (octets === undefined) return only(SW.incorrectParameter);
  if (asked?.length !== 0 || call.over !== 'contact') return only(SW.securityStatus);
  return withData(encodeTlv(TAG.template, encodeTlv(TAG.challenge, ports.random.bytes(octets))));
}
