import { provider as providerSchema } from '../../common.ts';
import { providerSupport } from '../../provider-support.ts';
import { finding, type Finding } from '../finding.ts';
import type { KeyValue } from '../known-keys.ts';
import { recogniseKey } from '../recognise-key.ts';
import {
  platformNames,
  purposeOfReferable,
  usageOf,
  type CheckedApp,
  type Referable,
  type Subject,
} from './subject.ts';

/** The section "AppConnect Certificate Configuration": each key names a certificate of the right kind and purpose. */
export function checkCertificates(subject: Subject): Finding[] {
  const { app, value, references } = subject;
  const refused = value.certificates.length > 0 ? refusalOf(app) : null;
  if (refused !== null) return [{ ...refused, field: 'certificates' }];
  return [
    ...value.certificates.flatMap(({ key, configurationId }, i) => {
      const field = `certificates.${i}.configurationId`;
      const found = recogniseKey(key);
      const asked = found.is === 'known' ? found.key.value : null;
      return checkReference(app, field, references.get(configurationId), asked, key);
    }),
    ...checkChain(subject),
  ];
}

/** Why an app can be given no certificate at all; null when it can (ADM-010, ADM-014, ADM-015, ADM-097). */
export function refusalOf({ name, kind, appConnect, source, platform }: CheckedApp): Finding | null {
  if (!appConnect)
    return finding(
      'error',
      'app_not_appconnect',
      '',
      `${name} is no AppConnect app: nothing could hand it a certificate.`,
      'Use a build with the SDK or a wrapped one, or sign in to its servers through SAML, confirmed on the phone.',
    );
  const thirdParty = kind === 'other' || kind === 'derived-credential-app';
  if (platform === 'ios' && source === 'store' && thirdParty)
    return finding(
      'error',
      'app_from_store',
      '',
      `${name} comes from the Apple App Store. Apps imported from there cannot be given derived credentials.`,
      'Upload the app as an in-house app (IPA).',
    );
  return null;
}

/**
 * A place that names a configuration.
 * @param asked what the place takes; null where the app's maker decides
 */
export function checkReference(
  app: CheckedApp,
  field: string,
  named: Referable | undefined,
  asked: KeyValue | null,
  place: string,
): Finding[] {
  if (named === undefined)
    return [
      finding(
        'error',
        'reference_missing',
        field,
        `What “${place}” names does not exist.`,
        'Choose another, or make it under Configurations.',
      ),
    ];
  const purpose = purposeOfReferable(named);
  if (asked?.is === 'ca' && purpose !== null)
    return [
      finding(
        'error',
        'reference_not_ca',
        field,
        `“${place}” takes a CA certificate; “${named.name}” is an identity.`,
        'Choose a Certificate configuration.',
      ),
    ];
  if (asked?.is === 'identity' && purpose === null)
    return [
      finding(
        'error',
        'reference_not_identity',
        field,
        `“${place}” takes an identity; “${named.name}” is a CA certificate.`,
        'Choose an Identity Certificate configuration.',
      ),
    ];
  return [
    ...checkPurpose(app, field, named, asked, place),
    ...checkState(field, named),
    ...checkProvider(app, field, named),
  ];
}

function checkPurpose(
  app: CheckedApp,
  field: string,
  named: Referable,
  asked: KeyValue | null,
  place: string,
): Finding[] {
  const purpose = purposeOfReferable(named);
  if (purpose === 'decryption' && app.platform !== 'ios')
    return [
      finding(
        'error',
        'purpose_ios_only',
        field,
        'Decryption of older mail exists on iOS only.',
        'Choose an identity for Encryption.',
      ),
    ];
  if (asked?.is !== 'identity' || purpose === asked.purpose) return [];
  if (asked.legacy?.purpose === purpose && asked.legacy?.platform === app.platform)
    return [
      finding(
        'warning',
        'purpose_legacy',
        field,
        `“${place}” with the purpose ${usageOf(purpose)} follows a slip in older documents: mail would be signed with a certificate that is not for signing.`,
        `Choose an identity for ${usageOf(asked.purpose)}.`,
      ),
    ];
  return [
    finding(
      'error',
      'purpose_wrong',
      field,
      `“${place}” takes an identity for ${usageOf(asked.purpose)}; “${named.name}” is for ${named.usage}.`,
      `Choose an identity for ${usageOf(asked.purpose)}.`,
    ),
  ];
}

function checkState(field: string, named: Referable): Finding[] {
  if (!named.inSpace)
    return [
      finding(
        'error',
        'reference_other_space',
        field,
        `“${named.name}” belongs to another space.`,
        'Make it available in all spaces, or choose another.',
      ),
    ];
  return named.published
    ? []
    : [
        finding(
          'warning',
          'reference_draft',
          field,
          `“${named.name}” is a draft: devices do not get it, and the app stays unauthorized.`,
          'Publish it.',
        ),
      ];
}

/** Email+ for Android has its certificates from the providers of Android alone (APP-002); for others one table says "Any". */
function checkProvider(app: CheckedApp, field: string, named: Referable): Finding[] {
  const provider = providerSchema.safeParse(named.provider);
  if (!provider.success) return [];
  const support = providerSupport(provider.data, app.platform);
  if (support.supported) return [];
  const severity = app.kind === 'email-plus' ? 'error' : 'warning';
  return [
    finding(
      severity,
      'provider_not_on_platform',
      field,
      `“${named.name}” cannot be had on ${platformNames[app.platform]}. ${support.reason}`,
      'Choose an identity of another provider.',
    ),
  ];
}

/** S/MIME needs the root and the intermediate CAs (APP-005, APP-069), for signing as for encrypting. */
function checkChain({ app, value }: Subject): Finding[] {
  if (app.kind !== 'email-plus') return [];
  const has = (name: string) => value.certificates.some(({ key }) => key === name);
  const smime = has('email_signing_certificate') || has('email_encryption_certificate');
  const chain = value.certificates.some(({ key }) => /^email_certificate_([1-9]|10)$/.test(key));
  if (!smime || chain) return [];
  return [
    finding(
      'error',
      'chain_missing',
      'certificates',
      'Mail is signed or encrypted, but the CA certificates that vouch for it are missing.',
      'Add email_certificate_1 with the root CA, and one key for each intermediate CA.',
    ),
  ];
}
