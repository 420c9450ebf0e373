import type { LintReport } from '@lanyard/contract';

type Linted = LintReport['findings'][number];

const folders: Readonly<Partial<Record<Linted['object']['kind'], string>>> = {
  provider: 'providers',
  configuration: 'configurations',
  app: 'apps',
  'app configuration': 'app-configurations',
};

/** Where what concerns the whole installation is mended, by the code of the finding. */
const ofInstallation: Readonly<Partial<Record<string, string>>> = {
  no_provider: '/admin/providers',
  certificates_without_provider: '/admin/providers',
  appconnect_device_missing: '/admin/configurations/new',
  app_catalog_missing: '/admin/configurations/new/app_catalog',
  passcode_missing: '/admin/configurations/new/passcode',
  purebred_app_missing: '/admin/apps/new',
  piv_d_manager_missing: '/admin/apps/new',
  piv_d_manager_android_missing: '/admin/apps/new',
  derived_credential_app_missing: '/admin/apps/new',
  feedback_app_missing: '/admin/apps/new',
};

/** The screen on which a problem is mended, at its very field; null where it is about everything. */
export function objectLink({ object, field, code }: Pick<Linted, 'object' | 'field' | 'code'>): string | null {
  const { kind, id, setting } = object;
  if (setting !== undefined) {
    const isDefault = setting.isDefault || id === null;
    // A group's form has its name and its groups beside the value.
    const at = isDefault || field === '' ? field : `value.${field}`;
    return `/admin/user-settings/${setting.kind}/${isDefault ? 'default' : id}${hashOf(at)}`;
  }
  const folder = folders[kind];
  if (folder === undefined || id === null) return ofInstallation[code] ?? null;
  const tab = kind === 'app' && field !== '' ? '?tab=catalog' : '';
  return `/admin/${folder}/${id}${tab}${hashOf(field)}`;
}

const hashOf = (field: string): string => (field === '' ? '' : `#${field}`);
