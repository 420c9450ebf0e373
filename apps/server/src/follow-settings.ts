import type { SettingKind } from '@lanyard/contract';
import type { Jobs } from '@lanyard/kernel';
import type { OpenContexts } from './contexts.ts';

type Change = { readonly kind: SettingKind } | { readonly personId: string };

/** Devices learn at their next check-in that a setting, or the group that gives their person one, is another. */
export async function followSettings({ db, fleet }: OpenContexts, jobs: Jobs): Promise<void> {
  await jobs.work('directory.setting-changed', (change: Change) =>
    'kind' in change
      ? fleet.settingChanged(change.kind)
      : db.tx((tx) => fleet.touch(tx, { personId: change.personId })),
  );
}
