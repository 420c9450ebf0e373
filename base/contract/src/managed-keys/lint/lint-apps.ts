import { scopesOf } from '../../admin/configurations/audience.ts';
import { checkAppConfiguration } from '../check/check-app-configuration.ts';
import {
  lintFound,
  objectOfApp,
  type LintedApp,
  type LintedAppConfiguration,
  type LintFinding,
  type LintInput,
} from './input.ts';
import { goneIn } from './lint-configurations.ts';

/** Each app and its configurations: all that the form says, and what shows only beside the others. */
export const lintApps = (input: LintInput): LintFinding[] =>
  input.apps.flatMap((app) => [
    ...ofItself(input, app),
    ...app.configurations.flatMap((one, i) => [
      ...checked(app, one),
      ...ofAudience(input, app, one, i),
      ...advice(app, one),
    ]),
  ]);

const objectOf = ({ name: app }: LintedApp, { id, name }: LintedAppConfiguration) =>
  ({ kind: 'app configuration', id, name: `${app}: ${name}` }) as const;

const checked = (app: LintedApp, one: LintedAppConfiguration): LintFinding[] =>
  checkAppConfiguration({ app, value: one.value, references: one.references }).map((finding) => ({
    ...finding,
    field: `value.${finding.field}`,
    object: objectOf(app, one),
  }));

function ofItself(input: LintInput, app: LintedApp): LintFinding[] {
  const object = objectOfApp(app);
  const needsConfiguration = app.kind === 'piv-d-manager' || app.kind === 'email-plus';
  return [
    ...(scopesOf(app.audience).length === 0
      ? [
          lintFound(
            object,
            'warning',
            'app_for_nobody',
            'audience',
            `${app.name} is for nobody.`,
            'Choose a distribution, or delete it.',
          ),
        ]
      : []),
    ...(needsConfiguration && app.configurations.length === 0
      ? [
          lintFound(
            object,
            'warning',
            'app_unconfigured',
            '',
            `${app.name} has no app configuration: it does not know what it is for.`,
            'Add one.',
          ),
        ]
      : []),
    ...(app.source === 'in-house' && !app.hasPackage
      ? [
          lintFound(
            object,
            'error',
            'app_without_package',
            '',
            `${app.name} is an in-house app without a package: nobody can install it.`,
            'Upload its IPA or APK.',
          ),
        ]
      : []),
    ...goneIn(input, app.audience).map(() =>
      lintFound(
        object,
        'warning',
        'audience_gone',
        'audience',
        `The distribution of ${app.name} names somebody who is no longer there.`,
        'Take them out.',
      ),
    ),
  ];
}

/** The first match wins: what a wider one before it covers never does. */
function ofAudience(input: LintInput, app: LintedApp, one: LintedAppConfiguration, i: number): LintFinding[] {
  const scopes = scopesOf(one.audience);
  const object = objectOf(app, one);
  if (scopes.length === 0)
    return [
      lintFound(
        object,
        'warning',
        'app_configuration_for_nobody',
        'audience',
        `“${one.name}” of ${app.name} is for nobody.`,
        'Choose a distribution, or delete it.',
      ),
    ];
  const before = app.configurations.slice(0, i).find((other) => {
    const wider = scopesOf(other.audience);
    return wider.includes('all') || scopes.every((scope) => wider.includes(scope));
  });
  const appScopes = scopesOf(app.audience);
  const apart =
    !scopes.includes('all') &&
    !appScopes.includes('all') &&
    appScopes.length > 0 &&
    !scopes.some((scope) => appScopes.includes(scope));
  return [
    ...(before
      ? [
          lintFound(
            object,
            'warning',
            'app_configuration_never_wins',
            'audience',
            `“${one.name}” of ${app.name} reaches nobody: “${before.name}” comes before it and is for all of the same.`,
            'Move it up, or narrow the other.',
          ),
        ]
      : []),
    ...(apart
      ? [
          lintFound(
            object,
            'advice',
            'app_configuration_apart',
            'audience',
            `“${one.name}” is for others than ${app.name} itself: it reaches only those who happen to be in both.`,
            'Give the app to the same groups.',
          ),
        ]
      : []),
    ...goneIn(input, one.audience).map(() =>
      lintFound(
        object,
        'warning',
        'audience_gone',
        'audience',
        `The distribution of “${one.name}” names somebody who is no longer there.`,
        'Take them out.',
      ),
    ),
  ];
}

function advice(app: LintedApp, one: LintedAppConfiguration): LintFinding[] {
  const object = objectOf(app, one);
  const values = new Map(one.value.pairs.map(({ key, value }) => [key, value]));
  const certificates = new Set(one.value.certificates.map(({ key }) => key));
  const say = (code: string, field: string, words: string, next: string) => [
    lintFound(object, 'advice', code, field, words, next),
  ];
  const manager = app.kind === 'piv-d-manager' && app.platform === 'ios';
  const [signs, reads] = [
    certificates.has('email_signing_certificate'),
    certificates.has('email_encryption_certificate'),
  ];
  return [
    ...(app.kind === 'piv-d-manager' &&
    values.has('MI_CREDENTIAL_ACTIVATION_URL') &&
    !values.has('MI_CREDENTIAL_DEVICE_ID')
      ? say(
          'device_id_unsaid',
          'value.pairs',
          'Without a device identifier nobody can tell on which phone a credential is.',
          'Add MI_CREDENTIAL_DEVICE_ID = ${deviceClientDeviceIdentifier}.',
        )
      : []),
    ...(manager && values.get('disable_analytics') !== 'True'
      ? say(
          'analytics_on',
          'value.pairs',
          'The app reports device model, iOS version and city to its maker.',
          'Add disable_analytics = True.',
        )
      : []),
    ...(manager && values.has('use_emailplus_application_for_feedback') && !values.has('feedback_email_address')
      ? say(
          'feedback_without_address',
          'value.pairs',
          'Without an address there is no feedback button, so how it writes does not matter.',
          'Add feedback_email_address, or remove use_emailplus_application_for_feedback.',
        )
      : []),
    ...(app.kind === 'email-plus' && signs !== reads
      ? say(
          'smime_half',
          'value.certificates',
          signs ? 'Mail is signed, but what others encrypt cannot be read.' : 'Mail can be read, but is not signed.',
          `Add ${signs ? 'email_encryption_certificate' : 'email_signing_certificate'}.`,
        )
      : []),
  ];
}
