import type { Carrier } from '../carrier.ts';

/** The GATT service by which a desktop's reader shows itself, and its two characteristics. */
export const GATT = {
  service: '6c616e79-6172-4400-8000-000000000001',
  /** Written without response. */
  toDesktop: '6c616e79-6172-4400-8000-000000000002',
  /** Notified. */
  toPhone: '6c616e79-6172-4400-8000-000000000003',
} as const;

/** Whether a phone has Bluetooth that the wallet may use: `missing` stays so, `off` is its holder's to change. */
export type BluetoothState = 'ready' | 'off' | 'missing';

/** Bluetooth LE of a phone. */
export interface Bluetooth {
  state(): Promise<BluetoothState>;
  /** @param changed told when the state may be another */
  onChange(changed: () => void): void;
  /** Lets the holder choose among desktops near by; only after a tap. @throws WalletError `no_desktop_chosen` */
  choose(): Promise<NearDesktop>;
  /** A desktop that was chosen before; undefined where it must be chosen again. @param id as it had then */
  known(id: string): Promise<NearDesktop | undefined>;
}

/** A desktop that can be reached by its radio. */
export interface NearDesktop {
  /** By which this phone knows it again. */
  readonly id: string;
  /** @throws WalletError `desktop_not_near` */
  open(): Promise<NearWay>;
}

export interface NearWay extends Carrier {
  /** Lets packets have so many octets from now on: who calls does not learn of the ATT_MTU by itself. */
  widen(octets: number): void;
}
