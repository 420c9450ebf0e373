import { scopesOf } from '../../admin/configurations/audience.ts';
import { platformNames } from '../check/subject.ts';
import type { AppKind, AppPlatform } from '../known-apps.ts';
import { lintFound, theInstallation, type LintedApp, type LintFinding, type LintInput } from './input.ts';
import { reaches } from './lint-configurations.ts';

const inUse = ({ apps }: LintInput, kind: AppKind, platform: AppPlatform): LintedApp | undefined =>
  apps.find((app) => app.kind === kind && app.platform === platform && scopesOf(app.audience).length > 0);

const usesCertificates = ({ appConnect, configurations }: LintedApp): boolean =>
  appConnect && configurations.some(({ value }) => value.certificates.length > 0 || value.emailPlus !== null);

/** What is missing beside what is there: the steps of a set-up that people forget. */
export function lintCoverage(input: LintInput): LintFinding[] {
  const say = (severity: 'error' | 'warning', code: string, words: string, next: string) => [
    lintFound(theInstallation, severity, code, '', words, next),
  ];
  const has = (provider: string): boolean => input.enabledProviders.some((one) => one === provider);
  const appConnect = (['ios', 'android'] as const).flatMap((platform) => {
    const app = input.apps.find(
      (one) => one.platform === platform && one.appConnect && scopesOf(one.audience).length > 0,
    );
    if (app === undefined || reaches(input, `appconnect_device_${platform}`)) return [];
    return say(
      'error',
      'appconnect_device_missing',
      `${app.name} is an AppConnect app, and no AppConnect Device configuration for ${platformNames[platform]} reaches anybody: it stays unauthorized.`,
      'Add one under Configurations, and publish it.',
    );
  });
  const iosApp = input.apps.find((app) => app.platform === 'ios' && scopesOf(app.audience).length > 0);
  const web = inUse(input, 'web-at-work', 'ios');
  const asksEmailPlus = input.apps.some(({ configurations }) =>
    configurations.some(({ value }) =>
      value.pairs.some(({ key, value: text }) => key === 'use_emailplus_application_for_feedback' && text === 'Yes'),
    ),
  );
  const needing = input.apps.find(usesCertificates);
  return [
    ...appConnect,
    ...(iosApp && !reaches(input, 'app_catalog')
      ? say(
          'warning',
          'app_catalog_missing',
          'Apps for iOS are in the catalog, but no device gets the App Catalog web clip, with which people install them.',
          'Add an Apple App Catalog configuration for the devices that use derived credentials.',
        )
      : []),
    ...(web && !reaches(input, 'passcode')
      ? say(
          'error',
          'passcode_missing',
          `${web.name} keeps its data only on devices with a passcode, and no Passcode configuration asks for one.`,
          'Add a Passcode configuration.',
        )
      : []),
    ...(has('purebred') && !inUse(input, 'purebred-registration', 'ios')
      ? say(
          'warning',
          'purebred_app_missing',
          'DISA Purebred is enabled, but the Purebred Registration app, from which certificates are imported, is not in the catalog.',
          'Add it, unless devices have it already.',
        )
      : []),
    ...((has('purebred') || has('entrust')) && !inUse(input, 'piv-d-manager', 'ios')
      ? say(
          'warning',
          'piv_d_manager_missing',
          'The provider’s credentials come to iPhones through PIV-D Manager, which is not in the catalog.',
          'Add MobileIron PIV-D Manager from the iOS Store.',
        )
      : []),
    ...(has('entrust') &&
    input.apps.some(({ platform }) => platform === 'android') &&
    !inUse(input, 'piv-d-manager', 'android')
      ? say(
          'warning',
          'piv_d_manager_android_missing',
          'Android apps are in the catalog, but not PIV-D Manager for Android, through which Entrust credentials come to them.',
          'Upload its APK as an in-house app.',
        )
      : []),
    ...(has('other') && !input.apps.some(({ kind }) => kind === 'derived-credential-app')
      ? say(
          'warning',
          'derived_credential_app_missing',
          'Another provider is enabled, but its derived credential app is not in the catalog.',
          'Add the app of the provider.',
        )
      : []),
    ...(asksEmailPlus && !inUse(input, 'email-plus', 'ios')
      ? say(
          'warning',
          'feedback_app_missing',
          'Feedback is to be written with Email+, which is not in the catalog: every other choice ends in an error.',
          'Add Email+, or set use_emailplus_application_for_feedback to No.',
        )
      : []),
    ...(needing && input.enabledProviders.length === 0
      ? say(
          'error',
          'certificates_without_provider',
          `${needing.name} needs certificates that no provider makes.`,
          'Enable a provider.',
        )
      : []),
  ];
}
