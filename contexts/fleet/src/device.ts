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
  /** What was changed for its scopes, added up. */
  readonly changes: number;
  readonly spaceId: string;
  /** Moved there by an administrator, not by a rule. */
  readonly spaceByHand: boolean;
  /** `group:…` and `device-group:…` that it is in. */
  readonly scopes: readonly string[];
  /** Counts edits by administrators. */
  readonly version: number;
  readonly udid: string | null;
  readonly imsi: string | null;
  readonly registeredAt: Date;
  readonly lastCheckInAt: Date | null;
  readonly endedAt: Date | null;
}
