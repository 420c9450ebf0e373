import type { DeviceRegistrationSetting, ErrorCode, Platform, Reference, SettingKind } from '@lanyard/contract';
import type { Guard, Http, Jobs, Queryable, Tx } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';
import type { LintFacts } from './apps/lint-facts.ts';
import type { FleetConfigured } from './configured.ts';
import type { Device } from './device.ts';

export interface NewRegistrationPin {
  readonly personId: string;
  /** The credential request that it ends with; null for a PIN by itself. */
  readonly requestId: string | null;
  /** Characters of 5 bits. */
  readonly length: number;
  readonly expiresAt: Date;
}

/** Devices: registration, proof of who calls, desired state, and the server's half of the vault. */
export interface Fleet {
  /** @returns the PIN, to be shown once; the person's earlier open ones are superseded */
  issueRegistrationPin(tx: Tx, input: NewRegistrationPin): Promise<string>;
  /** Ends the open PINs of a credential request. */
  cancelRegistrationPin(tx: Tx, requestId: string): Promise<void>;
  /** Ends every open PIN of a person. @returns how many there were */
  cancelRegistrationPinsOf(tx: Tx, personId: string): Promise<number>;
  device(id: string, on?: Queryable): Promise<Device | null>;
  /** Newest first, ended ones too. */
  devicesOf(personId: string, on?: Queryable): Promise<Device[]>;
  /** Ids of the people who have a device, an ended one too, in one of these spaces; a hundred thousand at the most. */
  peopleIn(spaces: readonly string[], on?: Queryable): Promise<string[]>;
  /** The device that registered with the PIN of a credential request. */
  registrationFor(
    requestId: string,
    on?: Queryable,
  ): Promise<{ readonly deviceId: string; readonly name: string } | null>;
  /** Its tokens stop at once and its vault shares are destroyed. @returns whether it was active */
  markLost(tx: Tx, deviceId: string): Promise<boolean>;
  /** The same for a device that is given up. @returns whether it was not retired already */
  retire(tx: Tx, deviceId: string): Promise<boolean>;
  /** Why such a device would not be registered; null where it would. @param activeDevices of the person, at present */
  wouldAdmit(
    setting: DeviceRegistrationSetting,
    reported: { readonly platform: Platform; readonly osVersion: string },
    activeDevices: number,
  ): ErrorCode | null;
  /** The desired state changed: the next check-in brings it. */
  touch(tx: Tx, target: { readonly personId: string } | { readonly deviceId: string }): Promise<void>;
  /** A setting changed, for many or all: devices that are told of its kind get it at their next check-in. */
  settingChanged(kind: SettingKind): Promise<void>;
  /** Somebody's groups are others, and with them what their devices are to have. */
  personChanged(personId: string): Promise<void>;
  /** What names a user group or a person as whom it is for: it stands in the way of their deletion. */
  audiencesNaming(list: 'people' | 'userGroups', id: string, on?: Queryable): Promise<Reference[]>;
  /** Everything that is configured here, for the lint of all configuration. */
  lintFacts(on?: Queryable): Promise<LintFacts>;
  /** For the configuration as a file. */
  readonly configured: FleetConfigured;
  /** Lets ways in that were closed for good be set anew: for a device that has just been given an activation password. */
  allowNewVault(tx: Tx, deviceId: string): Promise<void>;
  /** For the device interface: every call but registration and token carries a token and a proof of the device key (RFC 9449). */
  readonly guard: Guard;
  /**
   * Does a changing call of a device once: the same key and content is answered as before.
   * @throws LanyardError `idempotency_key_reused` for other content, `conflict` where the first call runs for long
   */
  onceOnly<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T>;
  readonly routes: {
    device(app: Http): void;
    portal(app: Http): void;
    admin(app: Http): void;
    /** Where readers and wallets open a way to each other: on the devices' listener. */
    relay(app: Http): Promise<void>;
    /** Where other processes of this installation come: on a listener that nobody else reaches. */
    relayNode(app: Http): Promise<void>;
  };
  /**
   * Announces this process as a keeper of readers' connections, once its listeners are open.
   * @param address at which the other processes reach it, `http://10.0.0.7:8449`
   */
  openRelay(address: string): Promise<{ close(): Promise<void> }>;
  /** Takes part in scheduled work. */
  work(jobs: Jobs): Promise<void>;
}
