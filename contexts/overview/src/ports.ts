import type {
  DeviceRegistrationSetting,
  ErrorCode,
  Platform,
  PortalAuthenticationSetting,
  Provider,
  SettingKind,
  SettingValue,
} from '@lanyard/contract';
import type { Clock, Db } from '@lanyard/kernel';
import type { Bytes } from '@lanyard/pki';

export interface OverviewPorts {
  readonly db: Db;
  readonly clock: Clock;
  /** What the others would do; without them there is no simulation and no set-up guide. */
  readonly others?: OthersPort | undefined;
}

export interface SettingFound<K extends SettingKind> {
  readonly value: SettingValue<K>;
  /** The name of the one that wins: `Default`, `Built-in`, or what a group's is called. */
  readonly from: string;
  /** Null for what is built in. */
  readonly settingId: string | null;
}

/** Verbs of the other contexts, as a simulation of the main job asks for them. None changes anything. */
export interface OthersPort {
  setting<K extends SettingKind>(personId: string, kind: K): Promise<SettingFound<K>>;
  /** Every value of a kind in force for anybody, the default last. */
  settingsOf<K extends SettingKind>(kind: K): Promise<readonly SettingFound<K>[]>;
  /** Why a card would not open the portal, asking nobody about revocation; null: it would. */
  wouldSignIn(asked: {
    readonly certificate: Bytes;
    readonly upn: string;
    readonly own: PortalAuthenticationSetting;
    readonly all: readonly PortalAuthenticationSetting[];
  }): Promise<ErrorCode | null>;
  /** What the issuer of a card says of it now. */
  cardStatus(certificate: Bytes): Promise<'good' | 'revoked' | 'on_hold' | 'expired' | 'unknown'>;
  trustsIssuerOf(upn: string, own: PortalAuthenticationSetting, all: readonly PortalAuthenticationSetting[]): boolean;
  wouldAdmit(
    setting: DeviceRegistrationSetting,
    reported: { readonly platform: Platform; readonly osVersion: string },
    activeDevices: number,
  ): ErrorCode | null;
  authorities(): Promise<readonly AuthorityFound[]>;
  /** The authority that derived credentials are asked of, by its line. */
  readonly derivedLine: string;
  /** The database is older than its last checkpoint. */
  isSigningFrozen(): Promise<boolean>;

  enabledProviders(): Promise<readonly Provider[]>;
}

export interface AuthorityFound {
  readonly id: string;
  readonly line: string;
  readonly activeFrom: Date;
  readonly notAfter: Date;
  /** Its key is kept away from this installation. */
  readonly offline: boolean;
}
