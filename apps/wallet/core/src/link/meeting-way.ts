import type { FromWalletNearby, RelayTicketInput } from '@lanyard/contract';
import { WalletError } from '../errors.ts';
import type { Carrier, Over } from './carrier.ts';
import { within } from './conversation.ts';
import type { DesktopParts } from './desktop-parts.ts';
import type { NearDesktop } from './nearby/bluetooth.ts';
import { greetDesktop } from './nearby/greeting.ts';
import { relayCarrier } from './relay-carrier.ts';

/** A way to a desktop, just opened, and who it says to be at its other end. */
export interface Meeting {
  readonly way: Carrier;
  readonly over: Over;
  readonly readerId: string;
  readonly name: string;
  /** By which Bluetooth finds it again. */
  readonly near?: string;
}

/** A desktop in radio reach says who it is within this time, or it is no reader. */
const GREETING_MS = 10_000;

/** @throws WalletError `relay_forbidden`, and what `relayCarrier` throws */
export async function meetOverRelay(parts: DesktopParts, to: RelayTicketInput, name: string): Promise<Meeting> {
  if ((await parts.policy()).desktops.relay === 'forbidden') throw new WalletError('relay_forbidden');
  return { way: await relayCarrier(parts, to), over: 'relay', readerId: to.readerId, name };
}

/** @throws WalletError `desktop_not_near`, and what `greetDesktop` throws */
export async function meetOverBluetooth(
  parts: DesktopParts,
  desktop: NearDesktop,
  words: FromWalletNearby,
): Promise<Meeting> {
  const way = await desktop.open();
  try {
    const otherwise = new WalletError('desktop_not_near');
    const limit = { after: parts.after, milliseconds: GREETING_MS, way, otherwise };
    const { readerId, name, packet } = await within(limit, () => greetDesktop(way, words));
    way.widen(packet);
    return { way, over: 'bluetooth', readerId, name, near: desktop.id };
  } catch (error) {
    way.close();
    throw error;
  }
}
