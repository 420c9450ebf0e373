import type { FromWalletNearby } from '@lanyard/contract';
import { WalletError } from '../../errors.ts';
import type { Carrier } from '../carrier.ts';
import type { Bluetooth, BluetoothState, NearDesktop } from '../nearby/bluetooth.ts';
import { greetPhone } from '../nearby/greeting.ts';
import { carrierPair } from './carrier-pair.ts';

interface Desktop {
  readonly readerId: string;
  readonly name: string;
  readonly online: boolean;
}

interface Ports {
  readonly desktops: () => readonly Desktop[];
  /** The desktop's side of what follows the greeting. */
  readonly meet: (desktop: Desktop, words: FromWalletNearby, way: Carrier) => Promise<void>;
}

/** A phone's radio, with the desktops that are switched on in its reach. */
export interface BluetoothDouble extends Bluetooth {
  /** What the holder taps in the browser's list; undefined: "Cancel". */
  chosen: string | undefined;
  /** The browser does not remember what was chosen. */
  forgetful: boolean;
  /** What a desktop says to a phone that it does not want. */
  refuses: 'busy' | 'unpaired' | undefined;
  /** How often the browser's list was shown. */
  lists(): number;
  turn(state: BluetoothState): void;
  /** Octets of packets that the last desktop offered. */
  widened(): number | undefined;
}

export function bluetoothDouble({ desktops, meet }: Ports): BluetoothDouble {
  let state: BluetoothState = 'ready';
  let changed = (): void => undefined;
  let lists = 0;
  let widened: number | undefined;
  const near = (readerId: string): NearDesktop => ({
    id: `radio of ${readerId}`,
    open: async () => {
      const desktop = desktops().find((known) => known.readerId === readerId);
      if (state !== 'ready' || desktop?.online !== true) throw new WalletError('desktop_not_near');
      const [phone, way] = carrierPair();
      const serve = async (): Promise<void> => {
        const words = await greetPhone(way, () =>
          self.refuses === undefined
            ? { type: 'here', readerId, name: desktop.name, packet: 244 }
            : { type: 'refused', why: self.refuses },
        );
        if (words !== undefined) await meet(desktop, words, way);
      };
      serve().catch(() => way.close());
      return { ...phone, widen: (octets) => (widened = octets) };
    },
  });
  const self: BluetoothDouble = {
    chosen: undefined,
    forgetful: false,
    refuses: undefined,
    lists: () => lists,
    widened: () => widened,
    turn: (now) => {
      state = now;
      changed();
    },
    state: async () => state,
    onChange: (listen) => (changed = listen),
    choose: async () => {
      lists += 1;
      if (self.chosen === undefined) throw new WalletError('no_desktop_chosen');
      return near(self.chosen);
    },
    known: async (id) => (self.forgetful ? undefined : near(id.replace('radio of ', ''))),
  };
  return self;
}
