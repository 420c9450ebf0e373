import type { LintReport } from '@lanyard/contract';

type Linted = LintReport['findings'][number]['object'];

const folders: Readonly<Partial<Record<Linted['kind'], string>>> = {
  provider: 'providers',
  configuration: 'configurations',
  app: 'apps',
  'app configuration': 'app-configurations',
};

/** The screen on which a problem is mended; null where it is about everything. */
export function objectLink({ kind, id }: Linted): string | null {
  if (kind === 'setting') return '/admin/user-settings';
  const folder = folders[kind];
  return folder === undefined || id === null ? null : `/admin/${folder}/${id}`;
}
