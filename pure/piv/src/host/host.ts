import { type Bytes, concatBytes } from '@lanyard/pki';
import { ALGORITHMS, type KeyAlgorithm } from '../algorithms.ts';
import type { CommandApdu, ResponseApdu } from '../apdu.ts';
import { certificateTag, isBare, PIN_REFERENCE, PIV_AID } from '../identifiers.ts';
import { readCertificateObject } from '../objects/certificate-object.ts';
import { writePin } from '../pin-format.ts';
import { SW } from '../status-words.ts';
import { encodeTlv, readTlv } from '../tlv.ts';
import { CardRefusal } from './card-refusal.ts';
import { sendOver, type Transmit } from './send.ts';

/** The verbs of a program that uses a card. All of them throw CardRefusal for another status word than hoped for. */
export interface Host {
  /** @returns the application's template */
  select(): Promise<Bytes>;
  /** The content of a container; undefined when the card has none. */
  getData(tag: number): Promise<Bytes | undefined>;
  /** DER. */
  certificate(slot: number): Promise<Bytes | undefined>;
  verify(pin: string): Promise<void>;
  changePin(present: string, next: string): Promise<void>;
  logout(): Promise<void>;
  /** @param block a digest for an EC key, a padded block for an RSA key */
  sign(slot: number, algorithm: KeyAlgorithm, block: Bytes): Promise<Bytes>;
  /** @param point uncompressed */
  agree(slot: number, algorithm: KeyAlgorithm, point: Bytes): Promise<Bytes>;
  /** One command of any length, chained as needed, with its whole answer. */
  send(command: Omit<CommandApdu, 'cla'>): Promise<ResponseApdu>;
}

const NOTHING = new Uint8Array(0);

/** A host over a card's reader. */
export function hostOf(transmit: Transmit): Host {
  const send = sendOver(transmit);
  return hostOver((command) => send({ ...command, cla: 0x00 }));
}

/** A host over whatever carries whole commands. */
export function hostOver(send: Host['send']): Host {
  const must = async (ins: number, p1: number, p2: number, data: Bytes, le?: number): Promise<Bytes> => {
    const { sw, data: answer } = await send({ ins, p1, p2, data, ...(le === undefined ? {} : { le }) });
    if (sw !== SW.done) throw new CardRefusal(sw);
    return answer;
  };
  const authenticate = async (slot: number, algorithm: KeyAlgorithm, item: Bytes): Promise<Bytes> => {
    const answer = await must(0x87, ALGORITHMS[algorithm].id, slot, encodeTlv(0x7c, encodeTlv(0x82), item), 256);
    return readTlv(0x82, readTlv(0x7c, answer) ?? NOTHING) ?? NOTHING;
  };
  const getData: Host['getData'] = async (tag) => {
    const name = encodeTlv(tag).slice(0, -1);
    const { sw, data } = await send({ ins: 0xcb, p1: 0x3f, p2: 0xff, data: encodeTlv(0x5c, name), le: 256 });
    if (sw === SW.notFound) return undefined;
    if (sw !== SW.done) throw new CardRefusal(sw);
    return readTlv(isBare(tag) ? tag : 0x53, data);
  };
  return {
    send,
    getData,
    select: () => must(0xa4, 0x04, 0x00, PIV_AID, 256),
    certificate: async (slot) => {
      const content = await getData(certificateTag(slot) ?? 0);
      return content === undefined ? undefined : readCertificateObject(content);
    },
    verify: async (pin) => void (await must(0x20, 0x00, PIN_REFERENCE, writePin(pin))),
    changePin: async (present, next) =>
      void (await must(0x24, 0x00, PIN_REFERENCE, concatBytes(writePin(present), writePin(next)))),
    logout: async () => void (await must(0x20, 0xff, PIN_REFERENCE, NOTHING)),
    sign: (slot, algorithm, block) => authenticate(slot, algorithm, encodeTlv(0x81, block)),
    agree: (slot, algorithm, point) => authenticate(slot, algorithm, encodeTlv(0x85, point)),
  };
}
