import type {
  DerivedCredentialSetting,
  DeviceRegistrationSetting,
  ErrorCode,
  Platform,
  PortalAuthenticationSetting,
  Provider,
  WalletSetting,
} from '@lanyard/contract';

/** A setting that holds for somebody, and where it comes from: the name of the one that wins. */
export interface Winner<T> {
  readonly value: T;
  readonly from: string;
  readonly settingId: string | null;
}

export interface SimulatedPerson {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly upn: string;
  readonly email: string;
  readonly state: 'active' | 'suspended' | 'terminated';
}

/** The card that somebody proved last, as a sign-in with it would go today. */
export interface SimulatedCard {
  readonly subject: string;
  readonly notAfter: Date;
  /** Why the portal would refuse it; null: it would not. */
  readonly refusal: ErrorCode | null;
}

export interface SimulatedAuthority {
  readonly id: string;
  readonly notAfter: Date;
  /** Kept away from this installation: it signs nothing here. */
  readonly offline: boolean;
  /** Null before its first CRL. */
  readonly crlEnds: Date | null;
}

/** A published configuration that names a certificate of a derived credential. */
export interface SimulatedIdentity {
  readonly id: string;
  readonly name: string;
  /** As the form has it: Authentication, Encryption, Signing. */
  readonly usage: string;
  readonly provider: Provider | 'any';
}

/** A certificate key of an app that names a configuration which no device can have. */
export interface DanglingKey {
  readonly appId: string;
  /** Name of the app. */
  readonly app: string;
  readonly key: string;
}

/** All that a simulation of the main job looks at; nothing of it is asked for again. */
export interface Facts {
  readonly now: Date;
  readonly person: SimulatedPerson;
  readonly portal: Winner<PortalAuthenticationSetting>;
  readonly registration: Winner<DeviceRegistrationSetting>;
  readonly derived: Winner<DerivedCredentialSetting>;
  readonly wallet: Winner<WalletSetting>;
  /** Null where none was ever shown. */
  readonly card: SimulatedCard | null;
  /** Whether an issuer of the setting that wins may name people of this UPN suffix. */
  readonly anchorSpeaks: boolean;
  readonly activeDevices: number;
  /** What the phone would be; null: not said. */
  readonly phone: { readonly platform: Platform | null; readonly osVersion: string | null };
  /** Why a device of a platform would not be registered, for the platforms looked at. */
  readonly admission: ReadonlyMap<Platform, ErrorCode | null>;
  /** Null: there is none in the line that issues derived credentials. */
  readonly authority: SimulatedAuthority | null;
  /** The database is older than its last checkpoint: nothing is signed. */
  readonly frozen: boolean;
  readonly identities: readonly SimulatedIdentity[];
  /** The first that was found; null: there is none. */
  readonly dangling: DanglingKey | null;
  readonly enabledProviders: readonly Provider[];
}
