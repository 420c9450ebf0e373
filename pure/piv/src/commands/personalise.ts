import { type Bytes, concatBytes, parsePublicKey } from '@lanyard/pki';
import { algorithmOfId } from '../algorithms.ts';
import { isBare, isKeySlot, isObjectTag } from '../identifiers.ts';
import { only, SW, withData } from '../status-words.ts';
import { encodeTlv, readTlv, readTlvs } from '../tlv.ts';
import type { CardCommand } from './command.ts';
import { numberOf } from './get-data.ts';

/** PUT DATA (SP 800-73-5 pt2 §3.3.1), in a personalisation session. */
export const putData: CardCommand = async ({ command: { p1, p2, data }, ports: { personalisation }, over }) => {
  if (p1 !== 0x3f || p2 !== 0xff) return only(SW.incorrectParameter);
  if (personalisation === undefined || over !== 'contact') return only(SW.securityStatus);
  const put = whatIsPut(data);
  if (put === undefined) return only(SW.incorrectData);
  await personalisation.putData(put.tag, put.content);
  return only(SW.done);
};

function whatIsPut(data: Bytes): { readonly tag: number; readonly content: Bytes } | undefined {
  const [first, second, ...more] = readTlvs(data) ?? [];
  if (first === undefined || more.length > 0) return undefined;
  if (isBare(first.tag)) return second === undefined ? { tag: first.tag, content: first.value } : undefined;
  const tag = numberOf(first.value);
  if (first.tag !== 0x5c || second?.tag !== 0x53 || !isObjectTag(tag) || isBare(tag)) return undefined;
  return { tag, content: second.value };
}

/** GENERATE ASYMMETRIC KEY PAIR (SP 800-73-5 pt2 §3.3.2), in a personalisation session. */
export const generateKeyPair: CardCommand = async ({ command: { p1, p2, data }, ports: { personalisation }, over }) => {
  if (p1 !== 0x00 || !isKeySlot(p2)) return only(SW.incorrectParameter);
  if (personalisation === undefined || over !== 'contact') return only(SW.securityStatus);
  const mechanism = readTlv(0x80, readTlv(0xac, data) ?? new Uint8Array(0));
  const algorithm = mechanism?.length === 1 ? algorithmOfId(numberOf(mechanism)) : undefined;
  if (algorithm === undefined) return only(SW.incorrectData);
  return withData(publicKeyTemplate(await personalisation.generate(p2, algorithm)));
};

/** SP 800-73-5 pt2 Table 9. */
function publicKeyTemplate(spki: Bytes): Bytes {
  const key = parsePublicKey(spki);
  if (key.kind === 'ec') return encodeTlv(0x7f49, encodeTlv(0x86, key.point));
  if (key.kind !== 'rsa') throw new TypeError('a card makes RSA and EC keys');
  return encodeTlv(0x7f49, concatBytes(encodeTlv(0x81, key.modulus), encodeTlv(0x82, octetsOf(key.exponent))));
}

function octetsOf(number: bigint): Bytes {
  const hex = number.toString(16);
  const whole = hex.padStart(hex.length + (hex.length % 2), '0');
  return Uint8Array.from({ length: whole.length / 2 }, (_, i) => Number.parseInt(whole.slice(2 * i, 2 * i + 2), 16));
}
