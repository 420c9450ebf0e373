import type { FromReaderNearby, FromWalletNearby } from '@lanyard/contract';
import {
  type After,
  afterHere,
  type Carrier,
  greetPhone,
  isWalletError,
  WalletError,
  within,
} from '@lanyard/wallet/core';
import type { DeviceIo } from '../../io.ts';
import type { PairingCall } from '../pair-reader.ts';
import type { ReaderHome } from '../reader-home.ts';
import type { Peripheral, PhoneNear } from './peripheral.ts';

/** A phone says what it wants within this time, or makes room for the next. */
const GREETING_MS = 10_000;

type Words<Purpose extends FromWalletNearby['purpose']> = Extract<FromWalletNearby, { readonly purpose: Purpose }>;

interface Greeting<Purpose extends FromWalletNearby['purpose']> {
  readonly home: ReaderHome;
  readonly after: After;
  readonly purpose: Purpose;
  /** What it says to phones that want something else. */
  readonly otherwise: Extract<FromReaderNearby, { readonly type: 'refused' }>['why'];
}

/** @returns the phone's way and words; undefined when it wanted something else, or went */
export async function greet<Purpose extends FromWalletNearby['purpose']>(
  { way, packet }: PhoneNear,
  { home, after, purpose, otherwise }: Greeting<Purpose>,
): Promise<{ readonly way: Carrier; readonly words: Words<Purpose> } | undefined> {
  const { readerId, name } = home;
  const limit = { after, milliseconds: GREETING_MS, way, otherwise: new WalletError('link_broken') };
  const isWanted = (words: FromWalletNearby): words is Words<Purpose> => words.purpose === purpose;
  try {
    const words = await within(limit, () =>
      greetPhone(way, (said) =>
        isWanted(said) ? { type: 'here', readerId, name, packet: packet() } : { type: 'refused', why: otherwise },
      ),
    );
    if (words !== undefined && isWanted(words)) return { way, words };
    // It goes once it has heard why, or is sent away.
    await within(limit, () => way.receive());
    way.close();
    return undefined;
  } catch (error) {
    way.close();
    if (!isWalletError(error, 'link_broken')) throw error;
    return undefined;
  }
}

/** Phones that come to pair over Bluetooth. @returns the next one */
export function nearbyCalls(
  peripheral: Peripheral,
  home: ReaderHome,
  io: DeviceIo,
): () => Promise<PairingCall | undefined> {
  const after = io.after ?? afterHere;
  io.out(`On the phone choose "Add Bluetooth device", then this desktop: "${home.name}".\n`);
  return async () => {
    for (let near = await peripheral.next(); near !== undefined; near = await peripheral.next()) {
      const met = await greet(near, { home, after, purpose: 'pair', otherwise: 'unpaired' });
      if (met === undefined) continue;
      const { deviceId } = met.words;
      return { way: met.way, deviceId, register: (byPhone) => byPhone(home.consent(deviceId, new Date(io.clock()))) };
    }
    return undefined;
  };
}
