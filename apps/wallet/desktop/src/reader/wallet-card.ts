import { createHash } from 'node:crypto';
import {
  cardCapability,
  type CardKeys,
  certificateObject,
  certificateTag,
  chuid,
  createCard,
  discovery,
  isRetired,
  keyHistory,
  type KeyRefusal,
  OBJECT,
} from '@lanyard/piv';
import { type Bytes, fromHex, uuidOf, viewOf } from '@lanyard/pki';
import { isWalletError, type OpenKey, type RandomBytes, type Wallet } from '@lanyard/wallet/core';
import type { InsertedCard } from './inserted-card.ts';
import { agree, rsa, signDigest } from './key-operations.ts';
import { walletPin } from './wallet-pin.ts';
import { type CardSlot, walletSlots } from './wallet-slots.ts';

/** A contact card of no known maker ("Lanyard PIV"): OpenSC takes one that begins 3B 8x 80 01 for a contactless one. */
const ATR: Bytes = fromHex('3b8b014c616e7961726420504956a8');

/**
 * The wallet's active credential as a PIV card. Its certificates are read without the vault; the PIN opens the vault, and
 * a reset closes it.
 * @returns undefined when there is no active credential
 */
export async function walletCard(wallet: Wallet, random: RandomBytes): Promise<InsertedCard | undefined> {
  const slots = walletSlots((await wallet.overview()).credentials);
  const [first] = slots;
  if (first === undefined) return undefined;
  const objects = await objectsOf(slots, first);
  const card = createCard({
    objects: { read: (tag) => objects.get(tag) },
    keys: walletKeys(wallet, slots),
    pin: walletPin(wallet),
    random: { bytes: random },
  });
  return { atr: ATR, transmit: (octets) => card.transmit(octets), reset: () => card.reset() };
}

/** What the card shows; two equal texts are the same card. */
export async function cardIdentity(wallet: Wallet): Promise<string> {
  return walletSlots((await wallet.overview()).credentials)
    .map(({ slot, encoded }) => `${slot}:${encoded}`)
    .join(' ');
}

function walletKeys(wallet: Wallet, slots: readonly CardSlot[]): CardKeys {
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
    signDigest: (slot, digest) => use(slot, (key) => signDigest(key, digest)),
    agree: (slot, point) => use(slot, (key) => agree(key, point)),
    rsa: (slot, block) => use(slot, (key) => rsa(key, block)),
  };
}

async function objectsOf(slots: readonly CardSlot[], { certificate }: CardSlot): Promise<ReadonlyMap<number, Bytes>> {
  const sha256 = (octets: Bytes): Bytes => viewOf(createHash('sha256').update(octets).digest());
  const uuid = uuidOf(certificate);
  // A derived certificate's UUID is its own (Common Policy §3.1.1.2), so it changes with the certificate.
  const guid = uuid === undefined ? sha256(certificate.der).slice(0, 16) : fromHex(uuid.replaceAll('-', ''));
  const digest = { digest: (_algorithm: string, message: Bytes) => sha256(message) };
  const retired = slots.filter(({ slot }) => isRetired(slot)).length;
  return new Map([
    [OBJECT.cardCapability, cardCapability(sha256(guid).slice(0, 14))],
    [OBJECT.chuid, await chuid({ guid, expires: certificate.notAfter }, digest)],
    [OBJECT.discovery, discovery()],
    [OBJECT.keyHistory, keyHistory(retired)],
    ...slots.map(({ slot, certificate: { der } }) => [certificateTag(slot) ?? 0, certificateObject(der)] as const),
  ]);
}
