import { concatBytes, fromHex, viewOf } from '@lanyard/pki';
import {
  cardCapability,
  certificateObject,
  type CardPorts,
  createCard,
  discovery,
  encodeCommand,
  keyHistory,
  OBJECT,
  readCertificateObject,
  readTlvs,
  writePin,
} from '@lanyard/piv';
import { nodeRandom } from '@lanyard/crypto';
import type { Decoder } from './decoders.ts';

const PIN = '739154';
const SELECT = fromHex('00a4040009a00000030800001000');
const GET_CERTIFICATE = fromHex('00cb3fff055c035fc10500');
const VERIFY = encodeCommand({ cla: 0, ins: 0x20, p1: 0, p2: 0x80, data: viewOf(writePin(PIN)) });
const SIGN = fromHex(`0087119c267c2482008120${'5a'.repeat(32)}00`);
const OTHERS = ['0020ff80', '00200080', '00cb3fff035c017e00', '00c0000000', '0087079a067c0482008100', '00fd0000'];

/** Commands one after another, each behind a length of two octets. */
const script = (...commands: readonly Uint8Array[]): Uint8Array =>
  concatBytes(
    ...commands.map((command) => concatBytes(Uint8Array.of(command.length >> 8, command.length & 0xff), command)),
  );

/** What reads octets that come over a reader. None of it may throw, whatever comes. */
export const pivDecoders: readonly Decoder[] = [
  {
    name: 'piv-card',
    seeds: [
      script(SELECT, GET_CERTIFICATE, fromHex('00c0000000')),
      script(SELECT, VERIFY, SIGN, SIGN, VERIFY, SIGN),
      script(...OTHERS.map(fromHex), SIGN),
      script(fromHex('10cb3fff025c03'), fromHex('00cb3fff035fc10500')),
    ],
    read: playScript,
  },
  {
    name: 'piv-tlv',
    seeds: [certificateObject(fromHex('3003020101')), discovery(), keyHistory(3), cardCapability(new Uint8Array(14))],
    read: (octets) => [readTlvs(viewOf(octets)), readCertificateObject(viewOf(octets))],
  },
];

/** The card answers everything with two octets at least, and the signature key works only right after the PIN. */
async function playScript(octets: Uint8Array): Promise<void> {
  const card = createCard(guardedPorts());
  for (let at = 0; at + 2 <= octets.length;) {
    const length = ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
    const answer = await card.transmit(octets.slice(at + 2, at + 2 + length));
    if (answer.length < 2 || answer.length > 258) throw new Error(`an answer of ${answer.length} octets`);
    at += 2 + length;
  }
  card.reset();
}

function guardedPorts(): CardPorts {
  let fresh = false;
  const held = new Map<number, Uint8Array<ArrayBuffer>>([
    [OBJECT.authenticationCertificate, certificateObject(new Uint8Array(700))],
    [OBJECT.discovery, discovery()],
  ]);
  const use = (slot: number) => {
    if (slot === 0x9c && !fresh) throw new Error('the signature key worked without the PIN');
    fresh = false;
    return Promise.resolve(viewOf(new Uint8Array(70)));
  };
  return {
    objects: { read: (tag) => held.get(tag) },
    keys: {
      algorithmOf: (slot) => (slot === 0x9d ? 'rsa-2048' : slot === 0x9a || slot === 0x9c ? 'ec-p256' : undefined),
      signDigest: use,
      agree: use,
      rsa: use,
    },
    pin: {
      triesLeft: () => Promise.resolve(3),
      verify: (pin) => {
        fresh = pin === PIN;
        return Promise.resolve(fresh ? { kind: 'right' } : { kind: 'wrong', triesLeft: 2 });
      },
      change: (present) => {
        fresh = present === PIN;
        return Promise.resolve(fresh ? { kind: 'right' } : { kind: 'wrong', triesLeft: 2 });
      },
      unblock: () => Promise.resolve({ kind: 'blocked' }),
      forget: () => (fresh = false),
    },
    random: nodeRandom,
  };
}
