import { type CardContents, cardContents } from '@lanyard/contract';
import { isRetired, SLOT } from '@lanyard/piv';
import { listCredentials } from '../credentials.ts';
import type { DeviceApi } from '../device-api.ts';
import { LanyardWalletError } from '../errors.ts';
import type { Clock, Storage } from '../ports.ts';
import { walletSlots } from './wallet-slots.ts';

/** What the issuer signed of the card, and which card that is. */
export interface StoredContents extends CardContents {
  /** The authentication certificate, DER, base64. */
  readonly certificate: string;
  readonly retired: number;
}

interface Ports {
  readonly api: DeviceApi;
  readonly storage: Storage;
  readonly clock: Clock;
}

const STORED_UNDER = 'card-contents';

export const loadCardContents = (storage: Storage): Promise<StoredContents | undefined> => storage.get(STORED_UNDER);

/**
 * Has the card's containers signed when the card is another one than last time. Without the signatures the card works for
 * all who do not ask for them, so a server that refuses or is away stops nothing: the next check-in asks again.
 */
export async function refreshCardContents({ api, storage, clock }: Ports): Promise<void> {
  const credentials = await listCredentials(storage, clock);
  const slots = walletSlots(credentials);
  const shown = slots.find(({ slot }) => slot === SLOT.authentication)?.encoded;
  const current = credentials.find(({ certificates }) => certificates.some(({ der }) => der === shown));
  if (shown === undefined || current?.provider !== 'lanyard') return;
  const retired = slots.filter(({ slot }) => isRetired(slot)).length;
  const before = await loadCardContents(storage);
  if (before?.certificate === shown && before.retired === retired) return;
  const path = `/device/credentials/${current.id}/card/${retired}`;
  try {
    const signed = await api.call({ method: 'GET', path, answer: cardContents });
    await storage.put(STORED_UNDER, { ...signed, certificate: shown, retired });
  } catch (error) {
    if (!(error instanceof LanyardWalletError)) throw error;
  }
}
