import type { Platform, PublicJwk } from '@lanyard/contract';

export type DeviceState = 'active' | 'lost' | 'retired';

/** A phone (or a desktop, where allowed) that a person registered. What it says of itself is reported, not proved. */
export interface Device {
  readonly id: string;
  readonly personId: string;
  readonly state: DeviceState;
  readonly name: string;
  readonly platform: Platform;
  readonly osVersion: string;
  readonly model: string;
  readonly walletVersion: string;
  /** RFC 7638, SHA-256, base64url: names the signing key. */
  readonly thumbprint: string;
  /** What is sealed for the device is sealed to this key (RFC 9180). */
  readonly agreementKey: PublicJwk;
  readonly epoch: number;
  readonly generation: number;
  /** The same number for every device: counts changes of settings that all are told of. */
  readonly settingsGeneration: number;
  readonly registeredAt: Date;
  readonly lastCheckInAt: Date | null;
}
