import type { Provider, Purpose } from '../common.ts';
import type { AppKind, AppPlatform } from './known-apps.ts';

/** The two sections of an app configuration (APP-049). */
export type Section = 'custom' | 'certificate';

/** What a key holds. */
export type KeyValue =
  | { readonly is: 'text' }
  | { readonly is: 'variable'; readonly usually: readonly string[] }
  /** `unwise`: taken, and warned of. */
  | { readonly is: 'choice'; readonly of: readonly string[]; readonly unwise?: string }
  | { readonly is: 'email' }
  | { readonly is: 'host' }
  /** `wildcards`: also in the path, or in the host name only (APP-053). */
  | { readonly is: 'rule'; readonly wildcards: 'anywhere' | 'host' }
  | {
      readonly is: 'identity';
      readonly purpose: Purpose;
      /** Accepted with a warning: what a source document says, most likely by mistake. */
      readonly legacy?: { readonly purpose: Purpose; readonly platform: AppPlatform };
    }
  | { readonly is: 'ca' };

export interface KnownKey {
  /** With `N` where a number stands. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly apps: readonly AppKind[];
  readonly platforms: readonly AppPlatform[];
  readonly section: Section;
  readonly value: KeyValue;
  /** Numbers it may carry; without `to` there is no upper limit (APP-040). */
  readonly numbers?: { readonly from: number; readonly to?: number };
  /** Name of the key, with the same number, without which it does nothing (APP-043). */
  readonly pairedWith?: string;
  /** Whose app configurations must have it; `all`: every one of its apps on its platforms. */
  readonly requiredFor?: readonly Provider[] | 'all';
  /** What the app takes when the key is absent. */
  readonly absent?: string;
  /** What a form begins with. */
  readonly prefilled?: string;
}

const BOTH: readonly AppPlatform[] = ['ios', 'android'];
const BROWSERS: readonly AppKind[] = ['web-at-work', 'docs-at-work'];
const flag = (name: string): KeyValue => ({ is: 'choice', of: [name] });

/** Every key that the documents name, exactly as written: keys are case-sensitive (ADM-072). */
export const knownKeys: readonly KnownKey[] = [
  {
    name: 'MI_CREDENTIAL_ACTIVATION_URL',
    title: 'Activation link',
    description:
      'Brings the link of the person’s own request to PIV-D Manager; empty until one was made in the portal.',
    apps: ['piv-d-manager'],
    platforms: BOTH,
    section: 'custom',
    value: { is: 'variable', usually: ['${pivdActivationLink}'] },
    requiredFor: ['lanyard', 'entrust'],
    prefilled: '${pivdActivationLink}',
  },
  {
    name: 'MI_CREDENTIAL_DEVICE_ID',
    title: 'Device identifier',
    description: 'Kept with the credential, so that a lost phone’s credential can be found and revoked.',
    apps: ['piv-d-manager'],
    platforms: BOTH,
    section: 'custom',
    value: { is: 'variable', usually: ['${deviceClientDeviceIdentifier}', '${deviceUDID}', '${deviceIMSI}'] },
    prefilled: '${deviceClientDeviceIdentifier}',
  },
  {
    name: 'MI_CREDENTIAL_ENABLE_PUREBRED',
    title: 'DISA Purebred',
    description: '“True” shows the entry “DISA Purebred” in PIV-D Manager.',
    apps: ['piv-d-manager'],
    platforms: ['ios'],
    section: 'custom',
    value: flag('True'),
    requiredFor: ['purebred'],
    absent: 'No entry “DISA Purebred”',
    prefilled: 'True',
  },
  {
    name: 'purebred_keysharing_legacy',
    title: 'Purebred key sharing, legacy',
    description: '“true” keeps the older way of handing certificates over, “false” takes the one of 2025.',
    apps: ['piv-d-manager'],
    platforms: ['ios'],
    section: 'custom',
    value: { is: 'choice', of: ['true', 'false'] },
    absent: 'true',
  },
  {
    name: 'disable_analytics',
    title: 'Analytics off',
    description: '“True” keeps the app from reporting events to its maker.',
    apps: ['piv-d-manager'],
    platforms: ['ios'],
    section: 'custom',
    value: flag('True'),
    absent: 'Analytics are on in the maker’s app',
    prefilled: 'True',
  },
  {
    name: 'feedback_email_address',
    title: 'Feedback address',
    description: 'Shows a feedback button on the About screen that writes to this address.',
    apps: ['piv-d-manager'],
    platforms: ['ios'],
    section: 'custom',
    value: { is: 'email' },
    absent: 'No feedback button',
  },
  {
    name: 'use_emailplus_application_for_feedback',
    title: 'Feedback by Email+',
    description: '“Yes” asks for an app, of which only Email+ works; “No” opens the phone’s own mail.',
    apps: ['piv-d-manager'],
    platforms: ['ios'],
    section: 'custom',
    value: { is: 'choice', of: ['Yes', 'No'] },
    absent: 'No',
  },
  {
    name: 'IdCertificate_N_host',
    title: 'Host rule',
    description: 'Sites at which certificate N is shown: host[/path], with wildcards, as *.mycompany.com/myfolder.',
    apps: BROWSERS,
    platforms: BOTH,
    section: 'custom',
    value: { is: 'rule', wildcards: 'anywhere' },
    numbers: { from: 1 },
    pairedWith: 'IdCertificate_N',
  },
  {
    name: 'IdCertificate_N',
    title: 'Certificate of a host rule',
    description: 'Shown at the sites of host rule N. Its purpose is Authentication.',
    apps: BROWSERS,
    platforms: BOTH,
    section: 'certificate',
    value: { is: 'identity', purpose: 'authentication' },
    numbers: { from: 1 },
    pairedWith: 'IdCertificate_N_host',
  },
  {
    name: 'email_signing_certificate',
    title: 'Signing certificate',
    description: 'Signs mail (S/MIME). Its purpose is Signing.',
    apps: ['email-plus'],
    platforms: BOTH,
    section: 'certificate',
    value: { is: 'identity', purpose: 'signing', legacy: { purpose: 'encryption', platform: 'android' } },
  },
  {
    name: 'email_encryption_certificate',
    title: 'Encryption certificate',
    description: 'Reads encrypted mail (S/MIME). Its purpose is Encryption.',
    apps: ['email-plus'],
    platforms: BOTH,
    section: 'certificate',
    value: { is: 'identity', purpose: 'encryption' },
  },
  {
    name: 'email_certificate_N',
    title: 'CA certificate',
    description: 'The root and each intermediate CA of the derived credentials, one key each.',
    apps: ['email-plus'],
    platforms: BOTH,
    section: 'certificate',
    value: { is: 'ca' },
    numbers: { from: 1, to: 10 },
  },
  {
    name: 'email_login_certificate',
    title: 'Login certificate',
    description: 'Identifies the person to the Exchange server. On iOS this is the field “Identity Certificate”.',
    apps: ['email-plus'],
    platforms: ['android'],
    section: 'certificate',
    value: { is: 'identity', purpose: 'authentication' },
  },
  {
    name: 'email_exchange_host',
    title: 'Exchange host',
    description:
      'Full name of the Exchange server, not of Standalone Sentry. On iOS this is the field “Exchange Host”.',
    apps: ['email-plus'],
    platforms: ['android'],
    section: 'custom',
    value: { is: 'host' },
    requiredFor: 'all',
  },
  {
    name: 'email_address',
    title: 'Email address',
    description: 'The person’s address, typically ${userEmailAddress}. On iOS this is a field of the form.',
    apps: ['email-plus'],
    platforms: ['android'],
    section: 'custom',
    value: { is: 'variable', usually: ['${userEmailAddress}'] },
    prefilled: '${userEmailAddress}',
  },
  {
    name: 'email_exchange_username',
    title: 'Exchange user name',
    description:
      'Typically ${userUID}; ${userUIDLocalPart} for the part before the @. On iOS this is a field of the form.',
    apps: ['email-plus'],
    platforms: ['android'],
    section: 'custom',
    value: { is: 'variable', usually: ['${userUID}', '${userUIDLocalPart}', '${userEmailAddress}'] },
    prefilled: '${userUID}',
  },
  {
    name: 'email_ssl_required',
    title: 'SSL required',
    description: '“true” connects by HTTPS only; without it no certificate can be shown.',
    apps: ['email-plus'],
    platforms: ['android'],
    section: 'custom',
    value: { is: 'choice', of: ['true', 'false'], unwise: 'false' },
    prefilled: 'true',
  },
  {
    name: 'email_trust_all_certificates',
    title: 'Trust all certificates',
    description: '“true” would let anybody pose as the mail server.',
    apps: ['email-plus'],
    platforms: ['android'],
    section: 'custom',
    value: { is: 'choice', of: ['true', 'false'], unwise: 'true' },
    prefilled: 'false',
  },
  {
    name: 'MI_AC_CLIENT_CERT_N_RULE',
    title: 'Client certificate rule',
    description: 'Services at which certificate N is shown: host[/path]; a wildcard may stand in the host name only.',
    apps: ['other'],
    platforms: ['ios'],
    section: 'custom',
    value: { is: 'rule', wildcards: 'host' },
    numbers: { from: 1 },
    pairedWith: 'MI_AC_CLIENT_CERT_N',
  },
  {
    name: 'MI_AC_CLIENT_CERT_N',
    title: 'Client certificate',
    description:
      'Shown at the services of rule N, over HTTPS outside an AppTunnel for HTTP/S. Its purpose is Authentication.',
    apps: ['other'],
    platforms: ['ios'],
    section: 'certificate',
    value: { is: 'identity', purpose: 'authentication' },
    numbers: { from: 1 },
    pairedWith: 'MI_AC_CLIENT_CERT_N_RULE',
  },
];

/** Keys that a form offers for an app on a platform (APP-063 and others). */
export const keysFor = (kind: AppKind, platform: AppPlatform): KnownKey[] =>
  knownKeys.filter((key) => key.apps.includes(kind) && key.platforms.includes(platform));

/**
 * What a new app configuration begins with: the values that nearly everybody writes, to be confirmed or changed
 * (APP-030).
 */
export const prefilledPairs = (
  kind: AppKind,
  platform: AppPlatform,
  provider: Provider | null,
): { key: string; value: string }[] =>
  keysFor(kind, platform).flatMap(({ name, prefilled, requiredFor }) => {
    const others = Array.isArray(requiredFor) && provider !== null && !requiredFor.includes(provider);
    return prefilled === undefined || others ? [] : [{ key: name, value: prefilled }];
  });
