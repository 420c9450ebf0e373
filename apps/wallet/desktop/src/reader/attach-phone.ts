import {
  afterHere,
  type Carrier,
  connectAtDesktop,
  type DesktopCard,
  type DesktopTalk,
  openChannel,
  WalletError,
  within,
} from '@lanyard/wallet/core';
import type { DeviceIo } from '../io.ts';
import type { PairedPhone, ReaderHome } from './reader-home.ts';

interface Served {
  readonly home: ReaderHome;
  readonly phone: PairedPhone;
  readonly io: DeviceIo;
}

type End = Awaited<ReturnType<DesktopCard['attach']>>;
const WHY: Readonly<Record<End, string>> = {
  disconnected: '',
  forgotten: ': it forgot this desktop',
  forbidden: ': the organisation does not let them meet this way any more',
  asleep: ': its wallet was closed',
  lost: ': it is out of reach',
};

interface Arrival {
  readonly way: Carrier;
  /** That the phone and its holder have, in milliseconds: whoever does not prove to be the phone makes room. */
  readonly milliseconds: number;
  /** Tells the number that the holder compares. */
  readonly show: (number: string) => void;
}

/**
 * Connects the paired phone over a way that it opened, and has its card in the reader until it goes.
 * @throws WalletError `phone_key_changed`, `connection_refused`, `link_broken`
 */
export async function attachPhone(served: Served, card: DesktopCard, arrival: Arrival): Promise<End> {
  const { phone, io } = served;
  const { way, milliseconds } = arrival;
  try {
    const limit = { after: io.after ?? afterHere, milliseconds, way, otherwise: new WalletError('link_broken') };
    const talk = await within(limit, () => meet(served, arrival));
    io.say(`"${phone.name}" is connected.\n`);
    const how = await card.attach(talk);
    io.say(`"${phone.name}" is not connected any more${WHY[how]}.\n`);
    return how;
  } finally {
    way.close();
  }
}

async function meet({ home, phone, io }: Served, { way, show }: Arrival): Promise<DesktopTalk> {
  const pinned = { key: phone.key, otherwise: 'phone_key_changed' } as const;
  const names = { purpose: 'connect', readerId: home.readerId, deviceId: phone.deviceId } as const;
  const { random } = io;
  const channel = await openChannel(way, { initiator: false, own: home.link, ...names, pinned, random });
  return connectAtDesktop(channel, { random, show });
}
