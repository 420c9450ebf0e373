import { type CardContents, cardContents } from '@lanyard/contract';
import { isRetired, SLOT } from '@lanyard/piv';
import { listCredentials } from '../credentials.ts';
import type { DeviceApi } from '../device-api.ts';
import { LanyardWalletError } from '../errors.ts';
import type { Clock, RandomBytes, Storage } from '../ports.ts';
import type { Vault } from '../vault.ts';
import {
  type CardChannel,
  CHANNEL_RECORDS,
  type ChannelSecrets,
  makeChannel,
  sameChannel,
  wantedChannel,
} from './card-channel.ts';
import { walletSlots } from './wallet-slots.ts';

/** What the issuer signed of the card, and which card that is. */
export interface StoredContents extends CardContents {
  /** The authentication certificate, DER, base64. */
  readonly certificate: string;
  readonly retired: number;
  /** Absent: the card has no PIV secure messaging. */
  readonly channel?: CardChannel;
}

/** In one value, so that no key is without its certificate. */
interface KeptContents extends StoredContents {
  readonly secrets?: ChannelSecrets;
}

interface Ports {
  readonly api: DeviceApi;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly vault: Vault;
}

const STORED_UNDER = 'card-contents';
/** What is kept of the card beside its credentials. */
export const CARD_RECORDS: readonly string[] = [STORED_UNDER, ...CHANNEL_RECORDS];

const loadKept = (storage: Storage): Promise<KeptContents | undefined> => storage.get(STORED_UNDER);

export async function loadCardContents(storage: Storage): Promise<StoredContents | undefined> {
  const kept = await loadKept(storage);
  if (kept === undefined) return undefined;
  const { secrets: _secrets, ...contents } = kept;
  return contents;
}

/** The card's channel with its secrets; undefined where it has none. */
export async function loadCardChannel(
  storage: Storage,
): Promise<{ readonly channel: CardChannel; readonly secrets: ChannelSecrets } | undefined> {
  const { channel, secrets } = (await loadKept(storage)) ?? {};
  return channel === undefined || secrets === undefined ? undefined : { channel, secrets };
}

/**
 * Has the card's containers signed when the card is another one than last time. Without the signatures the card works for
 * all who do not ask for them, so a server that refuses or is away stops nothing: the next check-in asks again.
 */
export async function refreshCardContents(ports: Ports): Promise<void> {
  const { api, storage, clock } = ports;
  const credentials = await listCredentials(storage, clock);
  const slots = walletSlots(credentials);
  const certificate = slots.find(({ slot }) => slot === SLOT.authentication)?.encoded;
  const current = credentials.find(({ certificates }) => certificates.some(({ der }) => der === certificate));
  if (certificate === undefined || current?.provider !== 'lanyard') return;
  const retired = slots.filter(({ slot }) => isRetired(slot)).length;
  const before = await loadKept(storage);
  const channel = await wantedChannel(ports, slots, before?.channel);
  const isSame = before?.certificate === certificate && before.retired === retired;
  if (isSame && sameChannel(before.channel, channel)) return;
  // What is not wanted any more is not shown until the issuer has signed the card without it.
  if (before?.channel !== undefined && channel === undefined) await storage.delete(STORED_UNDER);
  const made = channel && (await makeChannel(ports, channel));
  const body = { retired, ...(made === undefined ? {} : { secureMessaging: made.asked }) };
  const path = `/device/credentials/${current.id}/card`;
  try {
    const signed = await api.call({ method: 'POST', path, body, answer: cardContents });
    const own = channel === undefined || made === undefined ? {} : { channel, secrets: made.secrets };
    await storage.put(STORED_UNDER, { ...signed, certificate, retired, ...own });
  } catch (error) {
    if (!(error instanceof LanyardWalletError)) throw error;
  }
}
