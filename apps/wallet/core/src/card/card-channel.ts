import { sha256 } from '@noble/hashes/sha2.js';
import type { CardContentsInput } from '@lanyard/contract';
import { pairingCodeObject, suiteFor } from '@lanyard/piv';
import { type Bytes, equalSecrets, toBase64, utf8Decode, utf8Encode, viewOf } from '@lanyard/pki';
import { walletPolicy } from '../check-in.ts';
import { WalletError } from '../errors.ts';
import { makeAgreementKey } from '../key-material.ts';
import { makePairingCode } from '../link/pairing-code.ts';
import type { Clock, RandomBytes, Storage } from '../ports.ts';
import type { Sealed } from '../sealing.ts';
import type { Vault } from '../vault.ts';
import type { CardSlot } from './wallet-slots.ts';

/** How the card has PIV secure messaging. */
export interface CardChannel {
  readonly keyType: 'ec-p256' | 'ec-p384';
  readonly pairingCode: boolean;
}

/** What only the card knows of it. No PIN opens it: the channel comes before the PIN. */
export interface ChannelSecrets {
  readonly pkcs8: Bytes;
  readonly code?: {
    /** Digest of the code's container, as it stands in the Security Object for everybody. */
    readonly check: Bytes;
    /** Under the vault key, to be shown. */
    readonly sealed: Sealed;
  };
}

interface Ports {
  readonly storage: Storage;
  readonly random: RandomBytes;
  readonly vault: Vault;
  readonly clock: Clock;
}

const TRIES = 'card-pairing-tries';
/** What is kept of tries beside the card's contents. */
export const CHANNEL_RECORDS: readonly string[] = [TRIES];
const LABEL = 'lanyard card pairing code';
const DIGITS = 8;
/** Ten wrong codes an hour: half of 10^8 take more than five hundred years. */
const MOST_WRONG = 10;
const WINDOW_MS = 60 * 60_000;

/** What the organisation's setting asks for; a code is made only while the vault is open, for it is sealed. */
export async function wantedChannel(
  { storage, vault }: Pick<Ports, 'storage' | 'vault'>,
  slots: readonly CardSlot[],
  before: CardChannel | undefined,
): Promise<CardChannel | undefined> {
  const { secureMessaging } = (await walletPolicy(storage)).desktops;
  if (secureMessaging === 'off') return undefined;
  const keyType = suiteFor(slots.map(({ slot, algorithm }) => [slot, algorithm] as const)).algorithm;
  const wanted = { keyType, pairingCode: secureMessaging === 'pairing-code' };
  const canBeMade = !wanted.pairingCode || sameChannel(wanted, before) || (await vault.status()).open;
  return canBeMade ? wanted : undefined;
}

export const sameChannel = (one: CardChannel | undefined, other: CardChannel | undefined): boolean =>
  one?.keyType === other?.keyType && one?.pairingCode === other?.pairingCode;

/** A key, and a code where one is wanted: what the issuer is asked to sign, and what stays here. */
export async function makeChannel(
  { random, vault }: Pick<Ports, 'random' | 'vault'>,
  { keyType, pairingCode }: CardChannel,
): Promise<{ readonly asked: NonNullable<CardContentsInput['secureMessaging']>; readonly secrets: ChannelSecrets }> {
  const { pkcs8, point } = await makeAgreementKey(keyType);
  const asked = { keyType, point: toBase64(point) };
  if (!pairingCode) return { asked, secrets: { pkcs8 } };
  const code = makePairingCode(random, DIGITS);
  const sealed = await vault.seal(LABEL, utf8Encode(code));
  return { asked: { ...asked, pairingCode: code }, secrets: { pkcs8, code: { check: checkOf(code), sealed } } };
}

/** Compares a code, unless too many were wrong within the hour: then the right one is not looked at either. */
export async function isPairingCode(
  { storage, clock }: Pick<Ports, 'storage' | 'clock'>,
  { code }: ChannelSecrets,
  given: string,
): Promise<boolean> {
  const wrong = ((await storage.get<readonly number[]>(TRIES)) ?? []).filter((at) => at > clock() - WINDOW_MS);
  if (code === undefined || wrong.length >= MOST_WRONG) return false;
  if (equalSecrets(checkOf(given), code.check)) return true;
  await storage.put(TRIES, [...wrong, clock()]);
  return false;
}

/** @throws WalletError `vault_locked` */
export async function openPairingCode(vault: Vault, { code }: ChannelSecrets): Promise<string> {
  const opened = code && utf8Decode(await vault.unseal(LABEL, code.sealed));
  if (opened === undefined) throw new WalletError('vault_damaged');
  return opened;
}

const checkOf = (code: string): Bytes => viewOf(sha256(pairingCodeObject(code)));
