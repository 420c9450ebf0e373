import type { SettingKind } from '@lanyard/contract';
import type { Jobs } from '@lanyard/kernel';
import type { OpenContexts } from './contexts.ts';

interface Needs {
  readonly fleet: Pick<OpenContexts['fleet'], 'personChanged' | 'settingChanged'>;
}

type Change = { readonly kind: SettingKind } | { readonly personId: string };

/** Devices learn at their next check-in that a setting, or the group that gives their person one, is another. */
export async function followSettings({ fleet }: Needs, jobs: Pick<Jobs, 'work'>): Promise<void> {
  await jobs.work('directory.setting-changed', async (change: Change) => {
    if ('kind' in change) return fleet.settingChanged(change.kind);
    return fleet.personChanged(change.personId);
  });
}
