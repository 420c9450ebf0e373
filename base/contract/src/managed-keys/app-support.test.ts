import assert from 'node:assert/strict';
import { test } from 'node:test';
import { provider } from '../common.ts';
import { appSupport } from './app-support.ts';
import type { CheckedApp } from './check/subject.ts';
import type { AppKind } from './known-apps.ts';

const app = (kind: AppKind, platform: 'ios' | 'android', more: Partial<CheckedApp> = {}): CheckedApp => ({
  name: kind,
  kind,
  platform,
  source: platform === 'ios' && kind !== 'other' ? 'store' : 'in-house',
  appConnect: true,
  ...more,
});
const supporting = (one: CheckedApp): string[] => provider.options.filter((whose) => appSupport(whose, one).supported);

test('APP-062, APP-002 each app has every provider on iOS, and on Android those that Android has (X-12)', () => {
  for (const kind of ['email-plus', 'web-at-work', 'docs-at-work', 'other'] as const) {
    assert.deepEqual(supporting(app(kind, 'ios')), ['lanyard', 'entrust', 'purebred', 'other'], kind);
    assert.deepEqual(supporting(app(kind, 'android')), ['lanyard', 'entrust'], kind);
  }
});

test('ADM-014, ADM-097 an app of the App Store, and one that is no AppConnect app, has none, with the reason', () => {
  const store = appSupport('entrust', app('other', 'ios', { source: 'store' }));
  assert.deepEqual([store.supported, /App Store/.test(store.reason)], [false, true]);
  const plain = appSupport('entrust', app('other', 'android', { appConnect: false }));
  assert.deepEqual([plain.supported, /no AppConnect app/.test(plain.reason)], [false, true]);
});
