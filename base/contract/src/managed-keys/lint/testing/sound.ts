import { appConfigurationValue } from '../../../admin/apps/app-configuration.ts';
import { audience, type Audience } from '../../../admin/configurations/audience.ts';
import { configurationKinds, type ConfigurationKind } from '../../../admin/configurations/kinds.ts';
import { settingKinds, type SettingKind } from '../../../settings.ts';
import type { Referable } from '../../check/subject.ts';
import type { LintedApp, LintedConfiguration, LintedSetting, LintInput } from '../input.ts';
import { lintAll } from '../lint.ts';

let made = 0;
/** Another id every time. */
export const anId = (): string => `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`;

export const NOW = '2027-01-01T00:00:00.000Z';
export const all: Audience = audience.parse({ to: 'all' });
export const none: Audience = audience.parse({ to: 'none' });
export const people = (...ids: string[]): Audience => audience.parse({ to: 'chosen', people: ids });
export const SPACE = anId();
export const PEM = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----';

export const setting = (kind: SettingKind, value: object = {}, more: object = {}): LintedSetting =>
  ({
    kind,
    id: null,
    name: 'Default',
    isDefault: true,
    value: settingKinds[kind].parse(value),
    ...more,
  }) as LintedSetting;

export function configuration(
  kind: ConfigurationKind,
  value: object = {},
  more: Partial<LintedConfiguration> = {},
): LintedConfiguration {
  return {
    id: anId(),
    kind,
    name: `The ${kind}`,
    value: configurationKinds[kind].parse(value),
    audience: all,
    spaceId: SPACE,
    allSpaces: true,
    published: true,
    changed: false,
    endsAt: null,
    ...more,
  };
}
export const identity = (usage = 'Authentication', more: Partial<LintedConfiguration> = {}, provider = 'any') =>
  configuration('identity_certificate', { usage, provider }, { audience: none, name: `Identity ${usage}`, ...more });

export interface AppParts extends Partial<Omit<LintedApp, 'configurations'>> {
  readonly configurations?: readonly {
    value?: object;
    audience?: Audience;
    names?: readonly LintedConfiguration[];
    name?: string;
  }[];
}
export function app({ configurations = [], ...more }: AppParts = {}): LintedApp {
  return {
    id: anId(),
    name: 'The app',
    kind: 'other',
    platform: 'ios',
    source: 'in-house',
    appConnect: false,
    identifier: 'gov.agency.app',
    audience: all,
    spaceId: SPACE,
    allSpaces: true,
    hasPackage: true,
    configurations: configurations.map(({ value = {}, audience: whom = all, names = [], name = 'Configuration' }) => ({
      id: anId(),
      name,
      audience: whom,
      value: appConfigurationValue.parse(value),
      references: new Map(names.map((one) => [one.id, referable(one)])),
    })),
    ...more,
  };
}
export const referable = ({ id, name, kind, value, published }: LintedConfiguration): Referable => ({
  id,
  name,
  kind: kind as Referable['kind'],
  usage: (value['usage'] ?? value['purpose'] ?? null) as Referable['usage'],
  provider: (value['provider'] ?? null) as Referable['provider'],
  published,
  inSpace: true,
});

/** Nothing is wrong with it. */
export function sound(): LintInput {
  const anchor = { name: 'Agency CA', certificate: PEM };
  return {
    now: NOW,
    settings: [
      setting('portal_authentication', { anchors: [anchor], derivedMobileSmartCredential: true }),
      setting('device_registration', { minimumVersion: { enabled: true } }),
      setting('derived_credential'),
      setting('wallet'),
    ],
    enabledProviders: ['lanyard'],
    configurations: [configuration('app_catalog')],
    apps: [app()],
    gone: new Set(),
  };
}
export const codes = (more: Partial<LintInput>): string[] =>
  lintAll({ ...sound(), ...more }).map(({ severity, code }) => `${severity} ${code}`);
export const withSettings = (...settings: LintedSetting[]): Partial<LintInput> => ({
  settings: [...sound().settings.filter(({ kind }) => !settings.some((one) => one.kind === kind)), ...settings],
});
export const withConfigurations = (...configurations: LintedConfiguration[]): Partial<LintInput> => ({
  configurations: [...sound().configurations, ...configurations],
});
export const withApps = (...apps: LintedApp[]): Partial<LintInput> => ({ apps: [...sound().apps, ...apps] });
/** With all that an AppConnect app on iOS needs. */
export const ready = [
  configuration('appconnect_device_ios'),
  configuration('appconnect_device_android'),
  configuration('passcode'),
];
