import { concatBytes, fromHex, viewOf } from '@lanyard/pki';
import {
  cardCapability,
  certificateObject,
  type CardPorts,
  createCard,
  CS2,
  discovery,
  encodeCommand,
  keyHistory,
  OBJECT,
  readCertificateObject,
  readCvc,
  readSecureMessagingSigner,
  readTlvs,
  signCvc,
  suiteOfSigner,
  writePin,
} from '@lanyard/piv';
import { nodeRandom } from '@lanyard/crypto';
import { chainMac, MAC_OCTETS, openChannel } from '../../pure/piv/src/secure-messaging/message-channel.ts';
import {
  openCommand,
  openResponse,
  protectCommand,
  protectResponse,
} from '../../pure/piv/src/secure-messaging/protected-message.ts';
import type { Decoder } from './decoders.ts';

const PIN = '739154';
const SELECT = fromHex('00a4040009a00000030800001000');
const GET_CERTIFICATE = fromHex('00cb3fff055c035fc10500');
const VERIFY = encodeCommand({ cla: 0, ins: 0x20, p1: 0, p2: 0x80, data: viewOf(writePin(PIN)) });
const SIGN = fromHex(`0087119c267c2482008120${'5a'.repeat(32)}00`);
const ESTABLISH = fromHex(`00872704507c4e814a00${'01'.repeat(8)}04${'02'.repeat(64)}820000`);
const OTHERS = ['0020ff80', '00200080', '00cb3fff035c017e00', '00c0000000', '0087079a067c0482008100', '00fd0000'];

/** Commands one after another, each behind a length of two octets. */
const script = (...commands: readonly Uint8Array[]): Uint8Array =>
  concatBytes(
    ...commands.map((command) => concatBytes(Uint8Array.of(command.length >> 8, command.length & 0xff), command)),
  );

const VERIFY_APDU = { cla: 0x0c, ins: 0x20, p1: 0, p2: 0x80, data: viewOf(writePin(PIN)), le: 256 };
const CVC = await signCvc(
  {
    role: 'card',
    issuer: new Uint8Array(8),
    subject: new Uint8Array(16),
    suite: CS2,
    point: concatBytes(Uint8Array.of(0x04), new Uint8Array(64)),
  },
  { algorithm: 'ecdsa-p256-sha256', spki: new Uint8Array(0), sign: () => new Uint8Array(70) },
);

function channel() {
  const key = (octet: number) => new Uint8Array(16).fill(octet);
  return openChannel({ confirmation: key(0), mac: key(1), encryption: key(2), responseMac: key(3) });
}

const withoutMac = (octets: Uint8Array): Uint8Array => octets.subarray(0, octets.length - MAC_OCTETS - 2);

/** As they come, and with a MAC that is right, so that what is behind the MAC is reached. */
function readSecureMessage(octets: Uint8Array): unknown {
  const plain = viewOf(octets);
  const header = fromHex('0c200080800000000000000000000000');
  const withMac = (mac: Uint8Array) => concatBytes(plain, Uint8Array.of(0x8e, MAC_OCTETS), mac.subarray(0, MAC_OCTETS));
  return [
    openCommand(channel(), { ...VERIFY_APDU, data: plain }),
    openCommand(channel(), { ...VERIFY_APDU, data: withMac(chainMac(channel(), 'command', header, plain)) }),
    openResponse(channel(), plain),
    openResponse(channel(), withMac(chainMac(channel(), 'response', plain))),
  ];
}

/** What reads octets that come over a reader. None of it may throw, whatever comes. */
export const pivDecoders: readonly Decoder[] = [
  {
    name: 'piv-card',
    seeds: [
      script(SELECT, GET_CERTIFICATE, fromHex('00c0000000')),
      script(SELECT, VERIFY, SIGN, SIGN, VERIFY, SIGN),
      script(...OTHERS.map(fromHex), SIGN),
      script(ESTABLISH, fromHex('0c200080188711010000000000000000000000000000000000'), VERIFY, SIGN),
      script(fromHex('10cb3fff025c03'), fromHex('00cb3fff035fc10500')),
    ],
    read: playScript,
  },
  {
    name: 'piv-tlv',
    seeds: [certificateObject(fromHex('3003020101')), discovery(), keyHistory(3), cardCapability(new Uint8Array(14))],
    read: (octets) => [readTlvs(viewOf(octets)), readCertificateObject(viewOf(octets))],
  },
  {
    name: 'piv-cvc',
    seeds: [CVC, concatBytes(fromHex('70023000710100'), CVC, fromHex('fe00'))],
    read: (octets) => [
      readCvc(viewOf(octets)),
      readSecureMessagingSigner(viewOf(octets)),
      suiteOfSigner(viewOf(octets)),
    ],
  },
  {
    name: 'piv-secure-message',
    seeds: [
      withoutMac(protectCommand(channel(), VERIFY_APDU)),
      withoutMac(protectResponse(channel(), { data: fromHex('5302fe00'), sw: 0x9000 })),
    ],
    read: readSecureMessage,
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
    secureMessaging: { suite: CS2, certificate: CVC, agree: () => Promise.resolve(new Uint8Array(32)) },
  };
}
