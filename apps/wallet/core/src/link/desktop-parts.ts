import type { WalletSetting } from '@lanyard/contract';
import type { WalletCard } from '../card/wallet-card.ts';
import type { DeviceApi } from '../device-api.ts';
import type { Clock, RandomBytes } from '../ports.ts';
import type { After } from './carrier.ts';
import type { DesktopRecords } from './desktop-record.ts';
import type { Bluetooth } from './nearby/bluetooth.ts';
import type { PushPort } from './push-port.ts';
import type { OpenSocket } from './socket.ts';

/** What the wallet's side of the way to desktops is made of. */
export interface DesktopParts {
  readonly api: DeviceApi;
  readonly serverUrl: string;
  readonly openSocket: OpenSocket;
  /** Absent: this device has none. */
  readonly bluetooth?: Bluetooth | undefined;
  /** Absent: nothing wakes this wallet. */
  readonly push?: PushPort | undefined;
  readonly records: DesktopRecords;
  readonly clock: Clock;
  readonly after: After;
  readonly random: RandomBytes;
  readonly deviceId: () => Promise<string>;
  readonly policy: () => Promise<WalletSetting>;
  /** Of this phone, for desktops to show. */
  readonly phoneName: () => Promise<string>;
  /** The card as it is now; undefined when there is none to share. */
  readonly card: () => Promise<WalletCard | undefined>;
  /** Faults of ours, for whoever mends them. */
  readonly failed: (error: unknown) => void;
}
