import { z } from 'zod';

/** What an app is to Lanyard: which keys it knows and which form it has. */
export const appKind = z.enum([
  'piv-d-manager',
  'email-plus',
  'web-at-work',
  'docs-at-work',
  'maas360-piv-d',
  'secure-apps-manager',
  'purebred-registration',
  'derived-credential-app',
  'other',
]);
export type AppKind = z.infer<typeof appKind>;

export const appPlatform = z.enum(['ios', 'android']);
export type AppPlatform = z.infer<typeof appPlatform>;

export interface KnownApp {
  /** Name of the entry in this directory, for ever. */
  readonly id: string;
  readonly kind: AppKind;
  readonly name: string;
  /** Names that it had, or that people search for. */
  readonly alsoCalled: readonly string[];
  readonly platform: AppPlatform;
  /** Where the source documents take it from: the store, or a package that is uploaded. */
  readonly source: 'store' | 'in-house';
  /** In the section "Business Apps", with a form of its own. */
  readonly business: boolean;
  /** Built on the SDK, or wrapped: only such an app can be given certificates (ADM-010, ADM-097). */
  readonly appConnect: boolean;
  readonly category: string;
  readonly description: string;
}

const app = (
  id: string,
  kind: AppKind,
  name: string,
  platform: AppPlatform,
  more: Partial<KnownApp> & Pick<KnownApp, 'category' | 'description'>,
): KnownApp => ({
  id,
  kind,
  name,
  platform,
  alsoCalled: [],
  source: platform === 'ios' ? 'store' : 'in-house',
  business: false,
  appConnect: true,
  ...more,
});

const BROWSING = 'Opens internal web sites, and shows the certificate that the matching host rule names.';
const DOCUMENTS =
  'Opens documents of internal sites such as SharePoint, and shows the certificate of the matching rule.';
const MAIL = 'Mail, calendar and contacts, with S/MIME signing and encryption.';

/**
 * Apps that are known by name, so that none need be searched in a store on the network. They carry no bundle
 * identifier: that is read from the uploaded package, or typed as the store shows it.
 */
export const knownApps: readonly KnownApp[] = [
  app('piv-d-manager-ios', 'piv-d-manager', 'MobileIron PIV-D Manager', 'ios', {
    alsoCalled: ['PIV-D Manager', 'MobileIron PIV-D Entrust', 'Ivanti PIV-D Manager'],
    business: true,
    category: 'Security',
    description: 'Obtains derived credentials of Entrust IdentityGuard and DISA Purebred.',
  }),
  app('piv-d-manager-android', 'piv-d-manager', 'PIV-D Manager (Android AppConnect)', 'android', {
    alsoCalled: ['MobileIron PIV-D Manager', 'MobileIron PIV-D Entrust'],
    business: true,
    category: 'Security',
    description: 'Obtains derived credentials of Entrust IdentityGuard, and hands them to Secure Apps Manager.',
  }),
  app('secure-apps-manager-android', 'secure-apps-manager', 'Secure Apps Manager for Android', 'android', {
    alsoCalled: ['MobileIron Secure Apps Manager', 'Secure Apps Manager'],
    appConnect: false,
    category: 'Security',
    description: 'Keeps derived credentials on Android, and hands them to AppConnect apps.',
  }),
  app('email-plus-ios', 'email-plus', 'Email+ (iOS)', 'ios', {
    business: true,
    category: 'Productivity',
    description: MAIL,
  }),
  app('email-plus-android', 'email-plus', 'Email+ (Android)', 'android', {
    business: true,
    category: 'Productivity',
    description: MAIL,
  }),
  app('web-at-work-ios', 'web-at-work', 'Web@Work for iOS', 'ios', {
    business: true,
    category: 'Productivity',
    description: BROWSING,
  }),
  app('web-at-work-android', 'web-at-work', 'Web@Work for Android', 'android', {
    business: true,
    category: 'Productivity',
    description: BROWSING,
  }),
  app('docs-at-work-ios', 'docs-at-work', 'Docs@Work for iOS', 'ios', {
    business: true,
    category: 'Productivity',
    description: DOCUMENTS,
  }),
  app('docs-at-work-android', 'docs-at-work', 'Docs@Work for Android', 'android', {
    business: true,
    category: 'Productivity',
    description: DOCUMENTS,
  }),
  app('purebred-registration-ios', 'purebred-registration', 'DISA Purebred Registration', 'ios', {
    alsoCalled: ['Purebred'],
    appConnect: false,
    category: 'Security',
    description: 'Obtains DISA Purebred certificates, which PIV-D Manager imports from it.',
  }),
  app('maas360-piv-d-ios', 'maas360-piv-d', 'MaaS360 PIV-D', 'ios', {
    appConnect: false,
    category: 'Security',
    description: 'Creates derived credentials for mail, Wi-Fi and VPN of the operating system.',
  }),
];

/** Entries whose name has the words looked for, those that begin with them first. */
export function searchKnownApps(words: string, platform?: AppPlatform): KnownApp[] {
  const q = words.trim().toLowerCase();
  const rank = (entry: KnownApp): number => {
    const names = [entry.name, ...entry.alsoCalled].map((name) => name.toLowerCase());
    if (names.some((name) => name.startsWith(q))) return 0;
    return names.some((name) => name.includes(q)) ? 1 : 2;
  };
  return knownApps
    .filter((entry) => (platform === undefined || entry.platform === platform) && rank(entry) < 2)
    .sort((a, b) => rank(a) - rank(b));
}
