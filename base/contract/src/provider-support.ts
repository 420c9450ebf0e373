import type { Platform, Provider } from './common.ts';

/** Whether a provider's derived credentials can be had on a platform. */
export type ProviderSupport =
  | {
      readonly supported: true;
      /** What has to be on the device, in the order of installing. */
      readonly apps: readonly string[];
    }
  | {
      readonly supported: false;
      readonly code: UnsupportedCode;
      /** Why not, and what to do instead, in words for an administrator or a holder. */
      readonly reason: string;
    };

export type UnsupportedCode = 'provider_ios_only' | 'provider_not_on_desktop' | 'platform_unknown';

/** As the products and their documents name them. */
export const providerNames = {
  lanyard: 'Lanyard',
  entrust: 'Entrust IdentityGuard',
  purebred: 'DISA Purebred',
  other: 'Other',
} as const satisfies Record<Provider, string>;

export const WALLET_APP = 'Lanyard Wallet';
export const PIVD_MANAGER_IOS = 'PIV-D Manager for iOS';
export const PIVD_MANAGER_ANDROID = 'PIV-D Manager (Android AppConnect)';
export const SECURE_APPS_MANAGER = 'Secure Apps Manager for Android';
export const PUREBRED_REGISTRATION = 'DISA Purebred Registration';

/**
 * The one matrix of provider and platform: pickers are filled, forms checked and refusals explained by it.
 * On Android there is the built-in issuer and Entrust; on iOS there are all (ADM-012, PBR-001, OTH-001).
 * @param appName the app of a provider of the kind `other`, where it is known
 */
export function providerSupport(provider: Provider, platform: Platform, appName?: string): ProviderSupport {
  if (platform === 'unknown')
    return refused(
      'platform_unknown',
      'The device does not say which operating system it has. Derived credentials are for iOS and Android.',
    );
  if (platform === 'desktop') return provider === 'lanyard' ? has(WALLET_APP) : notOnDesktop(provider);
  if (platform === 'android') return onAndroid(provider);
  return onIos(provider, appName);
}

function onAndroid(provider: Provider): ProviderSupport {
  if (provider === 'lanyard') return has(WALLET_APP);
  if (provider === 'entrust') return has(SECURE_APPS_MANAGER, PIVD_MANAGER_ANDROID);
  const whose =
    provider === 'purebred'
      ? 'DISA Purebred derived credentials are supported on iOS only.'
      : 'Derived credential apps of other vendors are supported on iOS only; Intercede for Android is no longer one.';
  return refused(
    'provider_ios_only',
    `${whose} For Android choose ${providerNames.lanyard} or ${providerNames.entrust}.`,
  );
}

function onIos(provider: Provider, appName = "The provider's own app"): ProviderSupport {
  if (provider === 'lanyard') return has(WALLET_APP);
  if (provider === 'entrust') return has(PIVD_MANAGER_IOS);
  if (provider === 'purebred') return has(PUREBRED_REGISTRATION, PIVD_MANAGER_IOS);
  return has(appName);
}

const has = (...apps: readonly string[]): ProviderSupport => ({ supported: true, apps });

const refused = (code: UnsupportedCode, reason: string): ProviderSupport => ({ supported: false, code, reason });

const notOnDesktop = (provider: Provider): ProviderSupport =>
  refused(
    'provider_not_on_desktop',
    `${providerNames[provider]} has no app for a desktop computer. There choose ${providerNames.lanyard}, where desktops are allowed.`,
  );

/**
 * Whether mail, Wi-Fi and VPN of the operating system itself can take "Derived PIV Credentials": iOS, managed as a
 * whole (MAA-001).
 */
export function policyIdentitySupport(
  platform: Platform,
): Pick<ProviderSupport, 'supported'> & { reason: string | null } {
  if (platform === 'ios') return { supported: true, reason: null };
  return {
    supported: false,
    reason:
      '"Derived PIV Credentials" in mail, Wi-Fi and VPN policies is supported on iOS only. On other platforms give the credential to apps by their app configuration.',
  };
}
