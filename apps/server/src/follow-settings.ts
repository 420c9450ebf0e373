import type { SettingKind } from '@lanyard/contract';
import type { Jobs } from '@lanyard/kernel';
import type { OpenContexts } from './contexts.ts';

interface Needs {
  readonly db: Pick<OpenContexts['db'], 'tx'>;
  readonly fleet: Pick<OpenContexts['fleet'], 'devicesOf' | 'settingChanged' | 'touch'>;
}

type Change = { readonly kind: SettingKind } | { readonly personId: string };

/** Devices learn at their next check-in that a setting, or the group that gives their person one, is another. */
export async function followSettings({ db, fleet }: Needs, jobs: Pick<Jobs, 'work'>): Promise<void> {
  await jobs.work('directory.setting-changed', async (change: Change) => {
    if ('kind' in change) return fleet.settingChanged(change.kind);
    // One at a time: a job that held several devices' rows could wait in a circle with who ends one of them.
    for (const { id, state } of await fleet.devicesOf(change.personId))
      if (state === 'active') await db.tx((tx) => fleet.touch(tx, { deviceId: id }));
  });
}
