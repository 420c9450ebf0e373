import {
  type CardKeys,
  type CardPorts,
  certificateObject,
  certificateTag,
  chuid,
  createCard,
  CS2,
  CS7,
  isRetired,
  type KeyRefusal,
  OBJECT,
  pairingCodeObject,
  plainContainers,
  type VirtualContact,
} from '@lanyard/piv';
import { sha256 as hashOf } from '@noble/hashes/sha2.js';
import { type Bytes, fromBase64, fromHex, uuidOf, viewOf } from '@lanyard/pki';
import { isWalletError } from '../errors.ts';
import type { RandomBytes } from '../ports.ts';
import type { OpenKey } from '../use-key.ts';
import type { KeyOperations } from './key-operations.ts';
import { warmUp } from './sign-digest.ts';
import type { StoredContents } from './card-contents.ts';
import { type CardWallet, walletPin } from './wallet-pin.ts';
import { type CardSlot, walletSlots } from './wallet-slots.ts';

/** A contact card of no known maker ("Lanyard PIV"): OpenSC takes one that begins 3B 8x 80 01 for a contactless one. */
export const CARD_ATR: Bytes = fromHex('3b8b014c616e7961726420504956a8');

export interface CardParts {
  readonly random: RandomBytes;
  readonly operations: KeyOperations;
}

/** A card application over the wallet. */
export interface WalletCard {
  /** Answer to reset, at most 33 octets. */
  readonly atr: Bytes;
  /** What anybody may read of it, by tag. */
  readonly objects: ReadonlyMap<number, Bytes>;
  transmit(octets: Bytes): Promise<Bytes>;
  reset(): void;
}

/**
 * The wallet's active credential as a PIV card. Its certificates are read without the vault; the PIN opens the vault, and
 * a reset closes it.
 * @returns undefined when there is no active credential
 */
export async function walletCard(
  wallet: CardWallet,
  { random, operations }: CardParts,
): Promise<WalletCard | undefined> {
  const { credentials, cardContents } = await wallet.overview();
  const slots = walletSlots(credentials);
  const [first] = slots;
  if (first === undefined) return undefined;
  // The first signature is somebody’s sign-in: it does not wait for a table to be made.
  for (const algorithm of new Set(slots.map((slot) => slot.algorithm))) warmUp(algorithm);
  const objects = await objectsOf(slots, first, cardContents);
  const channel = signedFor(slots, cardContents)?.channel;
  const card = createCard({
    objects: {
      read: (tag) => (tag === OBJECT.pairingCode && channel?.pairingCode ? codeOf(wallet) : objects.get(tag)),
    },
    ...secureMessagingOf(wallet, signedFor(slots, cardContents)),
    keys: walletKeys(wallet, slots, operations),
    pin: walletPin(wallet),
    random: { bytes: random },
  });
  return { atr: CARD_ATR, objects, transmit: (octets) => card.transmit(octets), reset: () => card.reset() };
}

/** The channel ends in the card; over it a reader's contact interface stays what it is. */
function secureMessagingOf(
  wallet: CardWallet,
  { channel, secureMessaging }: Partial<StoredContents> = {},
): Pick<CardPorts, 'secureMessaging'> {
  if (channel === undefined || secureMessaging === undefined) return {};
  return {
    secureMessaging: {
      suite: channel.keyType === 'ec-p384' ? CS7 : CS2,
      certificate: fromBase64(secureMessaging.certificate),
      agree: (point) => wallet.agreeOnChannel(point),
      ...(channel.pairingCode ? { pairing: { verify: (code) => wallet.isPairingCode(code) } } : {}),
    },
  };
}

/** It is sealed under the vault key, which the PIN opens. */
async function codeOf(wallet: CardWallet): Promise<Bytes | 'locked'> {
  try {
    return pairingCodeObject(await wallet.pairingCode());
  } catch (error) {
    if (isWalletError(error, 'vault_locked')) return 'locked';
    throw error;
  }
}

/** What the card shows; two equal texts are the same card. */
export async function cardIdentity(wallet: Pick<CardWallet, 'overview'>): Promise<string> {
  const { credentials, cardContents } = await wallet.overview();
  const slots = walletSlots(credentials);
  const shown = slots.map(({ slot, encoded }) => `${slot}:${encoded}`);
  return [...shown, signedFor(slots, cardContents)?.chuid ?? ''].join(' ');
}

function walletKeys(wallet: CardWallet, slots: readonly CardSlot[], operations: KeyOperations): CardKeys {
  const bySlot = new Map(slots.map((slot) => [slot.slot, slot]));
  const use = async <T>(slot: number, work: (key: OpenKey) => Promise<T>): Promise<T | KeyRefusal> => {
    try {
      return await wallet.useKey(bySlot.get(slot)?.encoded ?? '', work);
    } catch (error) {
      if (isWalletError(error, 'vault_locked')) return 'locked';
      if (isWalletError(error, 'credential_not_usable', 'no_such_key')) return 'unusable';
      throw error;
    }
  };
  return {
    algorithmOf: (slot) => bySlot.get(slot)?.algorithm,
    signDigest: (slot, digest) => use(slot, (key) => operations.signDigest(key, digest)),
    agree: (slot, point) => use(slot, (key) => operations.agree(key, point)),
    rsa: (slot, block) => use(slot, (key) => operations.rsa(key, block)),
  };
}

async function objectsOf(
  slots: readonly CardSlot[],
  { certificate }: CardSlot,
  contents: StoredContents | undefined,
): Promise<ReadonlyMap<number, Bytes>> {
  const sha256 = (octets: Bytes): Bytes => viewOf(hashOf(octets));
  const uuid = uuidOf(certificate);
  // A derived certificate's UUID is its own (Common Policy §3.1.1.2), so it changes with the certificate.
  const guid = uuid === undefined ? sha256(certificate.der).slice(0, 16) : fromHex(uuid.replaceAll('-', ''));
  const digest = { digest: (_algorithm: string, message: Bytes) => sha256(message) };
  const signed = signedFor(slots, contents);
  const card = { guid, expires: certificate.notAfter, retired: retiredOf(slots), virtualContact: contactOf(signed) };
  return new Map([
    ...(await plainContainers(card, digest)),
    [OBJECT.chuid, signed === undefined ? await chuid(card, digest) : fromBase64(signed.chuid)],
    ...(signed === undefined ? [] : ([[OBJECT.securityObject, fromBase64(signed.securityObject)]] as const)),
    ...(signed?.channel === undefined || signed.secureMessaging === undefined
      ? []
      : ([[OBJECT.secureMessagingSigner, fromBase64(signed.secureMessaging.signer)]] as const)),
    ...slots.map(({ slot, certificate: { der } }) => [certificateTag(slot) ?? 0, certificateObject(der)] as const),
  ]);
}

const contactOf = (signed: StoredContents | undefined): VirtualContact => {
  if (signed?.channel === undefined) return 'none';
  return signed.channel.pairingCode ? 'pairing-code' : 'no-code';
};

const retiredOf = (slots: readonly CardSlot[]): number => slots.filter(({ slot }) => isRetired(slot)).length;

/** The issuer's signatures, where they are of this very card. */
const signedFor = (slots: readonly CardSlot[], contents: StoredContents | undefined): StoredContents | undefined =>
  contents?.certificate === slots[0]?.encoded && contents?.retired === retiredOf(slots) ? contents : undefined;
