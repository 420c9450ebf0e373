import { settingWarnings, type SettingContext } from '../../admin/setting-warnings.ts';
import { providerNames } from '../../provider-support.ts';
import { settingKindFacts, type SettingKind } from '../../settings.ts';
import { lintFound, theInstallation, type LintedSetting, type LintFinding, type LintInput } from './input.ts';

type Of<K extends SettingKind> = Extract<LintedSetting, { kind: K }>;

const settingsOf = <K extends SettingKind>({ settings }: LintInput, kind: K): Of<K>[] =>
  settings.filter((one): one is Of<K> => one.kind === kind);

/** Settings, each by itself and beside the default of the other that it must agree with; and whether anybody can begin. */
export const lintSettings = (input: LintInput): LintFinding[] => [
  ...input.settings.flatMap((setting) => warningsOf(input, setting)),
  ...providers(input),
  ...portal(input),
];

/** Every kind has a setting called Default, so the kind is named with it. */
const objectOf = ({ kind, id, name, isDefault }: LintedSetting): LintFinding['object'] => ({
  kind: 'setting',
  id,
  name: `${settingKindFacts[kind].title}: ${name}`,
  setting: { kind, isDefault },
});

function warningsOf(input: LintInput, setting: LintedSetting): LintFinding[] {
  const portalDefault = settingsOf(input, 'portal_authentication').find(({ isDefault }) => isDefault)?.value;
  const registration = settingsOf(input, 'device_registration').find(({ isDefault }) => isDefault)?.value;
  const context: SettingContext = {
    ...(portalDefault ? { portal: portalDefault } : {}),
    ...(registration ? { registration } : {}),
    enabledProviders: input.enabledProviders,
  };
  const object = objectOf(setting);
  return settingWarnings(setting.kind, setting.value, context).map((warning) => ({ ...warning, object }));
}

function providers({ enabledProviders }: LintInput): LintFinding[] {
  if (enabledProviders.length > 0) return [];
  return [
    lintFound(
      theInstallation,
      'error',
      'no_provider',
      '',
      'No provider is enabled: nobody can get a derived credential.',
      'Enable one under Providers.',
    ),
  ];
}

function portal(input: LintInput): LintFinding[] {
  return settingsOf(input, 'portal_authentication').flatMap((setting) => {
    const { value } = setting;
    const object = objectOf(setting);
    const { anchors, provider, derivedMobileSmartCredential, selfServiceModuleUrl } = value;
    const silent = anchors.filter(({ upnSuffixes }) => upnSuffixes.length === 0);
    const suffixes = anchors.flatMap((anchor) => anchor.upnSuffixes.map((suffix) => suffix.toLowerCase()));
    const shared = suffixes.find((suffix, i) => suffixes.indexOf(suffix) !== i);
    return [
      ...(anchors.length > 1 && silent.length > 0
        ? [
            lintFound(
              object,
              'error',
              'anchor_without_suffix',
              'anchors',
              `Of several trusted issuers “${silent[0]?.name}” does not say whose people it may name: any issuer could pose as another’s.`,
              'Name the UPN suffixes that it speaks for.',
            ),
          ]
        : []),
      ...(shared === undefined
        ? []
        : [
            lintFound(
              object,
              'warning',
              'anchor_suffix_shared',
              'anchors',
              `Two trusted issuers speak for ${shared}: each can name the other’s people.`,
              'Leave the suffix with one of them, unless one follows the other.',
            ),
          ]),
      ...(provider === 'entrust' && !derivedMobileSmartCredential
        ? [
            lintFound(
              object,
              'warning',
              'entrust_button_off',
              'derivedMobileSmartCredential',
              `${providerNames.entrust} makes the credentials, but the portal has no button to request one.`,
              'Turn on Derived Mobile Smart Credential.',
            ),
          ]
        : []),
      ...(provider !== 'entrust' && selfServiceModuleUrl !== null
        ? [
            lintFound(
              object,
              'advice',
              'ssm_url_unused',
              'selfServiceModuleUrl',
              `The Self Service Module URL has no effect with ${providerNames[provider]}.`,
              'Remove it, or choose Entrust.',
            ),
          ]
        : []),
    ];
  });
}
