import { configurationFacts, type ConfigurationKind } from '../../admin/configurations/kinds.ts';
import { purposeOfUsage } from '../../admin/configurations/purpose.ts';
import { scopesOf } from '../../admin/configurations/audience.ts';
import { checkVariables } from '../check/check-pairs.ts';
import {
  daysUntil,
  lintFound,
  objectOfConfiguration,
  type LintedConfiguration,
  type LintFinding,
  type LintInput,
} from './input.ts';

/** Each configuration by itself, and beside what names it. */
export const lintConfigurations = (input: LintInput): LintFinding[] => [
  ...input.configurations.flatMap((one) => [...ofAny(input, one), ...ofKind(input, one)]),
  ...twins(input),
];

function ofAny(input: LintInput, one: LintedConfiguration): LintFinding[] {
  const object = objectOfConfiguration(one);
  const { travelsWithApp, title } = configurationFacts[one.kind];
  const say = (severity: 'warning' | 'advice', code: string, field: string, words: string, next: string) => [
    lintFound(object, severity, code, field, words, next),
  ];
  const nobody = !travelsWithApp && one.kind !== 'certificate' && scopesOf(one.audience).length === 0;
  return [
    ...(one.published
      ? []
      : say(
          'advice',
          'configuration_draft',
          '',
          `“${one.name}” is a draft: no device gets it.`,
          'Publish it, or delete it.',
        )),
    ...(one.published && one.changed
      ? say(
          'advice',
          'configuration_changed',
          '',
          `“${one.name}” was edited since it was published: devices have the earlier version.`,
          'Publish it, or put the earlier version back.',
        )
      : []),
    ...(nobody
      ? say(
          'warning',
          'configuration_for_nobody',
          'audience',
          `${title} “${one.name}” is for nobody.`,
          'Choose a distribution.',
        )
      : []),
    ...(travelsWithApp && !isNamed(input, one.id)
      ? say(
          'warning',
          'configuration_unnamed',
          '',
          `No app names “${one.name}”, and without one it reaches no device.`,
          'Name it in an app configuration, or delete it.',
        )
      : []),
    ...goneIn(input, one.audience).flatMap(() =>
      say(
        'warning',
        'audience_gone',
        'audience',
        `The distribution of “${one.name}” names somebody who is no longer there.`,
        'Take them out.',
      ),
    ),
    ...Object.entries(one.value).flatMap(([key, text]) =>
      typeof text === 'string' && one.kind !== 'certificate'
        ? checkVariables(`value.${key}`, text).map((finding) => ({ ...finding, object }))
        : [],
    ),
  ];
}

const isNamed = ({ apps }: LintInput, id: string): boolean =>
  apps.some(({ configurations }) => configurations.some(({ references }) => references.has(id)));

/** One finding is enough, however many are gone. */
export function goneIn({ gone }: LintInput, audience: LintedConfiguration['audience']): true[] {
  const { people, userGroups, devices, deviceGroups } = audience;
  return [people, userGroups, devices, deviceGroups].flat().some((id) => gone.has(id)) ? [true] : [];
}

function ofKind(input: LintInput, one: LintedConfiguration): LintFinding[] {
  if (one.kind === 'identity_certificate' || one.kind === 'client_provided_enrollment') return ofIdentity(input, one);
  if (one.kind === 'certificate') return ofCa(input, one);
  if (one.kind === 'appconnect_device_ios' || one.kind === 'appconnect_device_android') return ofPasscode(one);
  if (one.kind === 'wifi' || one.kind === 'vpn' || one.kind === 'mail') return ofPolicy(one);
  return [];
}

function ofIdentity(input: LintInput, one: LintedConfiguration): LintFinding[] {
  const object = objectOfConfiguration(one);
  const {
    usage,
    purpose: asked,
    provider,
  } = one.value as { usage?: keyof typeof purposeOfUsage; purpose?: keyof typeof purposeOfUsage; provider?: string };
  const purpose = purposeOfUsage[usage ?? asked ?? 'Authentication'];
  const issued = input.settings.flatMap((setting) =>
    setting.kind === 'derived_credential' ? setting.value.purposes : [],
  );
  const builtIn = input.enabledProviders.length === 1 && input.enabledProviders[0] === 'lanyard';
  return [
    ...(provider === 'any' && input.enabledProviders.length > 1
      ? [
          lintFound(
            object,
            'warning',
            'identity_two_providers',
            'value.provider',
            `“${one.name}” takes any provider, and several are enabled: which certificate an app gets depends on which is newest.`,
            'Name the provider.',
          ),
        ]
      : []),
    ...(provider !== undefined && provider !== 'any' && !input.enabledProviders.some((enabled) => enabled === provider)
      ? [
          lintFound(
            object,
            'warning',
            'identity_provider_off',
            'value.provider',
            `“${one.name}” names a provider that is not enabled: no app gets a new certificate from it.`,
            'Enable the provider, or name another.',
          ),
        ]
      : []),
    ...(builtIn && purpose !== 'decryption' && !issued.some((one_) => one_ === purpose)
      ? [
          lintFound(
            object,
            'error',
            'identity_never_issued',
            one.kind === 'identity_certificate' ? 'value.usage' : 'value.purpose',
            `Nobody’s derived credential has a certificate for ${purpose}, so the apps that need “${one.name}” stay unauthorized.`,
            'Add the purpose under User Settings > Derived Credentials.',
          ),
        ]
      : []),
  ];
}

/** ADM-048: one configuration for each purpose; two that say the same are told apart by nobody. */
function twins({ configurations }: LintInput): LintFinding[] {
  const seen = new Map<string, LintedConfiguration>();
  return configurations.flatMap((one) => {
    if (one.kind !== 'identity_certificate') return [];
    const key = `${String(one.value['usage'])} ${String(one.value['provider'])} ${one.allSpaces ? '' : one.spaceId}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, one);
      return [];
    }
    return [
      lintFound(
        objectOfConfiguration(one),
        'advice',
        'identity_twice',
        'value',
        `“${one.name}” and “${first.name}” mean the same certificate.`,
        'Keep one of them for each purpose.',
      ),
    ];
  });
}

function ofCa(input: LintInput, one: LintedConfiguration): LintFinding[] {
  if (one.endsAt === null) return [];
  const days = daysUntil(one.endsAt, input.now);
  const object = objectOfConfiguration(one);
  if (days < 0)
    return [
      lintFound(
        object,
        'error',
        'ca_expired',
        'value.content',
        `The CA certificate “${one.name}” has expired: what it vouches for is no longer trusted.`,
        'Replace it by its successor.',
      ),
    ];
  if (days >= 90) return [];
  return [
    lintFound(
      object,
      'warning',
      'ca_ends_soon',
      'value.content',
      `The CA certificate “${one.name}” ends in ${days} days.`,
      'Distribute its successor beside it before that day.',
    ),
  ];
}

interface Passcode {
  readonly enabled: boolean;
  readonly type: string;
  readonly minLength: number;
}

/** ADM-060, ADM-064: the passcode guards the derived credential. */
function ofPasscode(one: LintedConfiguration): LintFinding[] {
  const { enabled, type, minLength } = one.value['passcode'] as Passcode; // sound: the schema of both kinds
  const object = objectOfConfiguration(one);
  if (!enabled)
    return [
      lintFound(
        object,
        'error',
        'secure_apps_passcode_off',
        'value.passcode.enabled',
        `“${one.name}” asks for no Secure Apps Passcode: whoever holds the phone has the credential.`,
        'Turn on Secure Apps Passcode.',
      ),
    ];
  if (type === 'alphanumeric' && minLength >= 6) return [];
  return [
    lintFound(
      object,
      'warning',
      'secure_apps_passcode_weak',
      'value.passcode',
      `“${one.name}” allows a passcode that SP 800-157 does not: it asks for six characters, not digits alone.`,
      'Choose the preset SP 800-157.',
    ),
  ];
}

const IDENTITY_FIELDS = ['identity', 'smimeSigning', 'smimeEncryption'];

function ofPolicy(one: LintedConfiguration): LintFinding[] {
  const object = objectOfConfiguration(one);
  const { value, kind, name } = one;
  const usesCredential = IDENTITY_FIELDS.some((field) => value[field] === 'Derived PIV Credentials');
  const text = (field: string): string => (typeof value[field] === 'string' ? value[field] : '');
  const trusted = value['trustedCertificates'];
  return [
    ...(kind !== 'mail' && usesCredential && Array.isArray(trusted) && trusted.length === 0
      ? [
          lintFound(
            object,
            'warning',
            'policy_trusts_no_ca',
            'value.trustedCertificates',
            `“${name}” does not say which CA the ${kind === 'wifi' ? 'network' : 'gateway'} has: people are asked to trust whatever they meet.`,
            'Name the CA certificate of the server.',
          ),
        ]
      : []),
    ...(kind === 'wifi' && value['identity'] === 'none'
      ? [
          lintFound(
            object,
            'warning',
            'policy_without_identity',
            'value.identity',
            `“${name}” is an enterprise network without an identity: nobody gets in.`,
            'Choose Derived PIV Credentials.',
          ),
        ]
      : []),
    ...(kind === 'mail' && value['ssl'] === false
      ? [
          lintFound(
            object,
            'error',
            'mail_without_ssl',
            'value.ssl',
            `“${name}” connects without SSL: mail travels in clear, and no certificate can be shown.`,
            'Switch it on.',
          ),
        ]
      : []),
    ...(kind === 'mail' && /sentry/i.test(text('host'))
      ? [
          lintFound(
            object,
            'warning',
            'mail_host_is_sentry',
            'value.host',
            `The host of “${name}” looks like Standalone Sentry, which cannot pass the person’s certificate on.`,
            'Name the Exchange server itself.',
          ),
        ]
      : []),
  ];
}

/** Whether any published configuration of a kind reaches anybody. */
export const reaches = ({ configurations }: LintInput, kind: ConfigurationKind): boolean =>
  configurations.some((one) => one.kind === kind && one.published && scopesOf(one.audience).length > 0);
