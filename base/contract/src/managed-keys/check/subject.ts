import type { AppConfigurationValue } from '../../admin/apps/app-configuration.ts';
import type { Purpose } from '../../common.ts';
import { purposeOfUsage, type ProviderOrAny } from '../../admin/configurations/purpose.ts';
import type { AppKind, AppPlatform } from '../known-apps.ts';

/** A configuration that keys may name. */
export interface Referable {
  readonly id: string;
  readonly name: string;
  readonly kind: 'identity_certificate' | 'client_provided_enrollment' | 'certificate';
  /** "Derived Credential Usage" or "Select purpose"; null for a CA certificate. */
  readonly usage: keyof typeof purposeOfUsage | null;
  readonly provider: ProviderOrAny | null;
  /** A draft reaches no device. */
  readonly published: boolean;
  /** Whether the app's space may use it (ADM-051). */
  readonly inSpace: boolean;
}

export interface CheckedApp {
  readonly name: string;
  readonly kind: AppKind;
  readonly platform: AppPlatform;
  readonly source: 'store' | 'in-house';
  readonly appConnect: boolean;
}

/** What is checked: an app configuration, with the app it is of and the configurations that there are. */
export interface Subject {
  readonly app: CheckedApp;
  readonly value: AppConfigurationValue;
  /** By id. */
  readonly references: ReadonlyMap<string, Referable>;
}

/** The purpose of an identity; null for a CA certificate. */
export const purposeOfReferable = ({ usage }: Referable): Purpose | null =>
  usage === null ? null : purposeOfUsage[usage];

export const platformNames = { ios: 'iOS', android: 'Android' } as const;
export const usageOf = (purpose: Purpose): string => purpose.charAt(0).toUpperCase() + purpose.slice(1);
