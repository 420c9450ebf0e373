import type { Audience } from '../../admin/configurations/audience.ts';
import type { ConfigurationKind } from '../../admin/configurations/kinds.ts';
import type { AppConfigurationValue } from '../../admin/apps/app-configuration.ts';
import type { Provider } from '../../common.ts';
import type { SettingKind, SettingValue } from '../../settings.ts';
import type { CheckedApp, Referable } from '../check/subject.ts';
import type { Finding, Severity } from '../finding.ts';

export interface LintedObject {
  readonly kind: 'setting' | 'provider' | 'configuration' | 'app' | 'app configuration' | 'installation';
  readonly id: string | null;
  readonly name: string;
  /** Of a setting: which, since what is built in has no id. */
  readonly setting?: { readonly kind: SettingKind; readonly isDefault: boolean };
}

export interface LintFinding extends Finding {
  readonly object: LintedObject;
}

/** A value in force for somebody; of each kind in the order in which they are tried, the default last. */
export type LintedSetting = {
  [K in SettingKind]: {
    readonly kind: K;
    readonly id: string | null;
    readonly name: string;
    readonly isDefault: boolean;
    readonly value: SettingValue<K>;
  };
}[SettingKind];

export interface LintedConfiguration {
  readonly id: string;
  readonly kind: ConfigurationKind;
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly audience: Audience;
  readonly spaceId: string;
  readonly allSpaces: boolean;
  readonly published: boolean;
  /** Edited since it was published. */
  readonly changed: boolean;
  /** Of a CA certificate, when it ends; null for other kinds. */
  readonly endsAt: string | null;
}

export interface LintedAppConfiguration {
  readonly id: string;
  readonly name: string;
  readonly audience: Audience;
  readonly value: AppConfigurationValue;
  /** What its keys name, by id. */
  readonly references: ReadonlyMap<string, Referable>;
}

export interface LintedApp extends CheckedApp {
  readonly id: string;
  readonly identifier: string;
  readonly audience: Audience;
  readonly spaceId: string;
  readonly allSpaces: boolean;
  readonly hasPackage: boolean;
  /** In the order in which they are tried. */
  readonly configurations: readonly LintedAppConfiguration[];
}

/** Everything that is configured, as it is now. */
export interface LintInput {
  readonly now: string;
  readonly settings: readonly LintedSetting[];
  readonly enabledProviders: readonly Provider[];
  readonly configurations: readonly LintedConfiguration[];
  readonly apps: readonly LintedApp[];
  /** Ids that audiences name and that are no longer there. */
  readonly gone: ReadonlySet<string>;
}

/** One thing that people are known to get wrong, or several of a kind. */
export type LintRule = (input: LintInput) => LintFinding[];

export const theInstallation: LintedObject = { kind: 'installation', id: null, name: 'This installation' };
export const objectOfConfiguration = ({ id, name }: LintedConfiguration): LintedObject => ({
  kind: 'configuration',
  id,
  name,
});
export const objectOfApp = ({ id, name }: LintedApp): LintedObject => ({ kind: 'app', id, name });

export const lintFound = (
  object: LintedObject,
  severity: Severity,
  code: string,
  field: string,
  words: string,
  next: string,
): LintFinding => ({ object, severity, code, field, words, next });

const DAY = 86_400_000;
export const daysUntil = (instant: string, now: string): number =>
  Math.floor((Date.parse(instant) - Date.parse(now)) / DAY);
