import type { AppKind, AppPlatform } from '@lanyard/contract';

export const appKindTitles: Readonly<Record<AppKind, string>> = {
  'piv-d-manager': 'PIV-D Manager',
  'email-plus': 'Email+',
  'web-at-work': 'Web@Work',
  'docs-at-work': 'Docs@Work',
  'maas360-piv-d': 'MaaS360 PIV-D',
  'secure-apps-manager': 'Secure Apps Manager',
  'purebred-registration': 'DISA Purebred Registration',
  'derived-credential-app': 'Derived credential app of another vendor',
  other: 'Other',
};

export const appPlatformTitles: Readonly<Record<AppPlatform, string>> = { ios: 'iOS', android: 'Android' };

export const sourceTitles: Readonly<Record<'store' | 'in-house', string>> = { store: 'Store', 'in-house': 'In-House' };

export const appList = { title: 'App Catalog', path: '/admin/apps' };

const units = ['bytes', 'KiB', 'MiB', 'GiB'] as const;

/** A size as people read it: "12.4 MiB". @param octets how many there are */
export function sizeWords(octets: number): string {
  const step = octets < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(octets) / 10));
  const value = octets / 1_024 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${units[step] ?? ''}`;
}
