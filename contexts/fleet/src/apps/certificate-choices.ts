import { refusalOf, recogniseKey, purposeOfReferable } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { referableIn } from '../pg/app-configurations.ts';
import type { AppRecord } from '../pg/apps.ts';
import { checkedApp, toReferable } from './references.ts';

const MOST = 500;

/**
 * What a form offers for a key: the configurations of the purpose that the key asks for, none for an app that can be
 * given none (ADM-015, APP-059).
 * @param key null: whatever some key could name
 */
export async function certificateChoices(on: Queryable, app: AppRecord, key: string | null) {
  if (refusalOf(checkedApp(app)) !== null) return [];
  const found = key === null ? null : recogniseKey(key);
  const asked = found?.is === 'known' ? found.key.value : null;
  const rows = await referableIn(on, app.space_id, MOST);
  return rows
    .map((row) => toReferable(row, app))
    .filter((one) => {
      if (!one.inSpace || (one.usage === 'Decryption' && app.platform !== 'ios')) return false;
      if (asked?.is === 'ca') return one.kind === 'certificate';
      if (asked?.is !== 'identity') return true;
      return one.kind !== 'certificate' && purposeOfReferable(one) === asked.purpose;
    })
    .map(({ id, name, kind, usage, provider }) => ({ id, name, kind, purpose: usage, provider }));
}
