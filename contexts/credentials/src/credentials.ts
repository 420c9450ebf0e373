import type { DeviceCredential, PendingRequest, PortalAuthenticationSetting, Provider } from '@lanyard/contract';
import type { Actor, Http, Jobs, Tx, Queryable } from '@lanyard/kernel';
import type { Bytes } from '@lanyard/pki';
import type { CredentialsConfigured } from './configured.ts';
import type { FleetDevice } from './ports.ts';
import type { ChosenProvider } from './providers/provider-of.ts';

/** What happened to a person's account. */
/** What happened to a device. */
export type DeviceEnd = 'lost' | 'retired';

/** Primary cards and derived credentials: request, activation, lifecycle. */
export interface Credentials {
  /**
   * Notes that a person proved possession of a card, in the transaction of the sign-in. A successor card takes over
   * the credentials of the one before, where the setting says so.
   * @returns id of the primary
   */
  provePrimary(
    tx: Tx,
    input: { readonly personId: string; readonly certificate: Bytes; readonly at: Date },
  ): Promise<string>;
  /** Whether the person has proved this very certificate. */
  isPrimaryOf(personId: string, certificate: Bytes): Promise<boolean>;
  /** DER of the card that each person proved last; of who never proved one none. */
  newestPrimaries(personIds: readonly string[]): Promise<ReadonlyMap<string, Bytes>>;
  /** Its share of a device's desired state. */
  forDevice(
    deviceId: string,
    personId: string,
  ): Promise<{ readonly request: PendingRequest | null; readonly credentials: readonly DeviceCredential[] }>;
  /** Ends, suspends or resumes everything of a person, as the account is now. Safe to repeat, and in any order. */
  personChanged(personId: string): Promise<void>;
  /** Ends everything on a device, in the transaction that ends the device. */
  endForDevice(tx: Tx, deviceId: string, why: DeviceEnd): Promise<void>;
  /** Ends a device and everything on it for an administrator, in their transaction; one that has ended stays as it is. */
  endDevice(
    tx: Tx,
    device: FleetDevice,
    end: DeviceEnd,
    by: { readonly actor: Actor; readonly correlationId: string; readonly reason: string },
  ): Promise<void>;
  /** Has these card certificates checked at once. @param sha256s lower-case hexadecimal */
  primariesChanged(tx: Tx, sha256s: readonly string[]): Promise<void>;
  /** Asks for the status of every primary whose time has come. @returns how many were asked for */
  recheckPrimaries(): Promise<number>;
  /** Ends what ran out: requests, activations that were never confirmed, credentials. @returns how many */
  expireDue(): Promise<number>;
  /** The provider that a setting chooses, as it is now. */
  providerOf(portal: PortalAuthenticationSetting): Promise<ChosenProvider>;
  /** Kinds of providers of which one at least is enabled. */
  enabledProviders(on?: Queryable): Promise<readonly Provider[]>;
  /** Whether there is an app of another vendor by this id; it is not deleted before the transaction ends. */
  hasOtherProvider(id: string, on: Queryable): Promise<boolean>;
  /** For the configuration as a file. */
  readonly configured: CredentialsConfigured;
  readonly routes: {
    portal(app: Http): void;
    /** /api/admin/credentials */ admin(app: Http): void;
    device(app: Http): void;
    /** /api/admin/providers */
    providers(app: Http): void;
  };
  /** Takes part in scheduled work. */
  work(jobs: Pick<Jobs, 'work' | 'schedule'>): Promise<void>;
}
