import type { BrandingSetting, DeviceCredential, PendingRequest, SettingKind, SettingValue } from '@lanyard/contract';
import type { Actor, Clock, Db, Logger, MasterKey, Outbox, Queryable, RandomSource, Tx } from '@lanyard/kernel';
import type { AppsPart } from './configurations/apps-part.ts';
import type { Device } from './device.ts';

export interface DirectoryPerson {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly email: string;
  readonly state: 'active' | 'suspended' | 'terminated';
}

/** People and the settings that hold for them. */
export interface DirectoryPort {
  personById(id: string, on?: Queryable): Promise<DirectoryPerson | null>;
  /** Whatever the case. */
  personByUserName(userName: string, on?: Queryable): Promise<DirectoryPerson | null>;
  setting<K extends SettingKind>(
    personId: string,
    kind: K,
    on?: Queryable,
  ): Promise<{ readonly value: SettingValue<K> }>;
  /** How the organisation shows itself; without it as installed. */
  branding?(): Promise<BrandingSetting>;
  /** Ids of the user groups of each person named. */
  groupsOf(personIds: readonly string[], on?: Queryable): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** What the credentials context has for a device. */
export interface CredentialsPort {
  forDevice(
    deviceId: string,
    personId: string,
  ): Promise<{ readonly request: PendingRequest | null; readonly credentials: readonly DeviceCredential[] }>;
  /** Ends a device and everything on it; one that has ended stays as it is. */
  endDevice(
    tx: Tx,
    device: Device,
    end: 'lost' | 'retired',
    by: { readonly actor: Actor; readonly correlationId: string; readonly reason: string },
  ): Promise<void>;
}

/** Tells the person, in the transaction of the act. */
export interface NoticesPort {
  send(
    tx: Tx,
    notice: {
      readonly personId: string;
      readonly kind: 'device.registered' | 'pin.reset' | 'desktop.paired' | 'desktop.unpaired';
      readonly facts: Readonly<Record<string, unknown>>;
    },
  ): Promise<void>;
}

/** A message to a push service (RFC 8030 §5). */
export interface PushMessage {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The hosts that the organisation lists: a private address is called only where it stands there itself. */
  readonly services: readonly string[];
}

/** @returns the status of the answer, never that of a redirect's end; null when nothing answered in ten seconds */
export type PostPush = (message: PushMessage) => Promise<number | null>;

export interface FleetPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly outbox: Outbox;
  readonly directory: DirectoryPort;
  readonly credentials: CredentialsPort;
  readonly notices: NoticesPort;
  readonly postPush: PostPush;
  readonly masterKey: MasterKey;
  readonly log: Logger;
}

export interface FleetConfig {
  /** Origins at which devices reach this interface: a proof names one of them (RFC 9449 §4.3 htu). */
  readonly deviceOrigins: readonly string[];
  readonly organisation: string;
  /** Lets the phone's platform be chosen, so that each can be tried on a desktop. */
  readonly demo: boolean;
  readonly portalUrl: string;
  /** Where a phone opens the wallet: what `${pivdActivationLink}` begins with. */
  readonly walletUrl: string;
  /** Registration tries in ten minutes; 60 from one address, 10 from one installation by default. */
  readonly registrationTries?: { readonly source: number; readonly installation: number };
  /** Octets that the package of an in-house app may have; 300 MiB by default. */
  readonly appPackageBytes?: number;
}

/** What every use case is handed. */
export interface FleetParts extends FleetPorts {
  /** The app catalog's share of what reaches a device. */
  readonly apps: AppsPart;
  readonly config: FleetConfig;
}
