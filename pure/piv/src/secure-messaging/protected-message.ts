import { type Bytes, concatBytes } from '@lanyard/pki';
import type { CommandApdu, ResponseApdu } from '../apdu.ts';
import { SW } from '../status-words.ts';
import { encodeTlv, readTlvs, tlvOf } from '../tlv.ts';
import { chainMac, decryptData, encryptData, isMac, MAC_OCTETS, type MessageChannel } from './message-channel.ts';

/** Data objects of secure messaging (SP 800-73-5 pt2 §4.2, ISO/IEC 7816-4 §10.4). */
const TAG = { data: 0x87, expected: 0x97, status: 0x99, mac: 0x8e } as const;
const PADDED = 0x01;

/** The class of a protected command; while it is chained, 1C. Its MAC always names this one. */
export const SECURE_CLASS = 0x0c;

/** Why a protected command is not one of this session: a data object is missing, or is wrong. */
export type MessageFault = typeof SW.secureObjectMissing | typeof SW.secureObjectIncorrect;

/** A command as the host wants it done, protected: to be sent in class 0C, chained where it is long. */
export function protectCommand(channel: MessageChannel, command: Omit<CommandApdu, 'cla'>): Bytes {
  const { data, le } = command;
  const objects = concatBytes(
    data.length === 0 ? data : sealedObject(encryptData(channel, 'command', data)),
    le === undefined ? new Uint8Array(0) : encodeTlv(TAG.expected, Uint8Array.of(le & 0xff)),
  );
  const mac = chainMac(channel, 'command', headerOf(command), objects);
  return concatBytes(objects, encodeTlv(TAG.mac, mac.subarray(0, MAC_OCTETS)));
}

/**
 * The command inside a protected one, whose chain is joined: 1. its objects in the order of the standard 2. the MAC
 * 3. only then the text.
 * @returns the status word that ends the session where it is none of this session
 */
export function openCommand(channel: MessageChannel, command: CommandApdu): CommandApdu | MessageFault {
  const objects = readTlvs(command.data);
  const mac = objects?.at(-1);
  if (objects === undefined) return SW.secureObjectIncorrect;
  if (mac?.tag !== TAG.mac) return SW.secureObjectMissing;
  const before = objects.slice(0, -1);
  const [sealed, expected] = [tlvOf(before, TAG.data), tlvOf(before, TAG.expected)];
  const known = [...(sealed === undefined ? [] : [TAG.data]), ...(expected === undefined ? [] : [TAG.expected])];
  if (!inOrder(before, known) || (expected !== undefined && expected.length !== 1)) return SW.secureObjectIncorrect;
  const covered = command.data.subarray(0, command.data.length - encodeTlv(TAG.mac, mac.value).length);
  if (!isMac(chainMac(channel, 'command', headerOf(command), covered), mac.value)) return SW.secureObjectIncorrect;
  const data = sealed === undefined ? new Uint8Array(0) : openObject(channel, 'command', sealed);
  if (data === undefined) return SW.secureObjectIncorrect;
  const { ins, p1, p2 } = command;
  const le = expected?.[0];
  return { cla: 0x00, ins, p1, p2, data, ...(le === undefined ? {} : { le: le || 256 }) };
}

/** An answer, protected; the card sends it under 9000, whatever the status word inside says. */
export function protectResponse(channel: MessageChannel, { data, sw }: ResponseApdu): Bytes {
  const objects = concatBytes(
    data.length === 0 ? data : sealedObject(encryptData(channel, 'response', data)),
    encodeTlv(TAG.status, Uint8Array.of(sw >> 8, sw & 0xff)),
  );
  const mac = chainMac(channel, 'response', objects);
  channel.count++;
  return concatBytes(objects, encodeTlv(TAG.mac, mac.subarray(0, MAC_OCTETS)));
}

/** The answer inside a protected one; undefined when the card of this session did not give it to this command. */
export function openResponse(channel: MessageChannel, protectedData: Bytes): ResponseApdu | undefined {
  const objects = readTlvs(protectedData) ?? [];
  const [status, mac] = [tlvOf(objects, TAG.status), tlvOf(objects, TAG.mac)];
  const sealed = tlvOf(objects, TAG.data);
  const order = [...(sealed === undefined ? [] : [TAG.data]), TAG.status, TAG.mac];
  if (status?.length !== 2 || mac === undefined || !inOrder(objects, order)) return undefined;
  const covered = protectedData.subarray(0, protectedData.length - encodeTlv(TAG.mac, mac).length);
  if (!isMac(chainMac(channel, 'response', covered), mac)) return undefined;
  const data = sealed === undefined ? new Uint8Array(0) : openObject(channel, 'response', sealed);
  if (data === undefined) return undefined;
  channel.count++;
  return { data, sw: (status[0] ?? 0) * 256 + (status[1] ?? 0) };
}

/** The header as the MAC covers it: padded to a block (SP 800-73-5 pt2 §4.2). */
function headerOf({ ins, p1, p2 }: Omit<CommandApdu, 'cla'>): Bytes {
  const block = new Uint8Array(16);
  block.set([SECURE_CLASS, ins, p1, p2, 0x80]);
  return block;
}

const sealedObject = (sealed: Bytes): Bytes => encodeTlv(TAG.data, Uint8Array.of(PADDED), sealed);

function openObject(channel: MessageChannel, direction: 'command' | 'response', object: Bytes): Bytes | undefined {
  return object[0] === PADDED ? decryptData(channel, direction, object.subarray(1)) : undefined;
}

const inOrder = (objects: readonly { readonly tag: number }[], tags: readonly number[]): boolean =>
  objects.length === tags.length && objects.every(({ tag }, index) => tag === tags[index]);
