import assert from 'node:assert/strict';
import { test } from 'node:test';
import { winnerIn, withMoved, withoutSetting, withSetting, type SettingPlan } from './setting-plan.ts';

const one = (id: string, ...groupIds: string[]) => ({ id, name: id, isDefault: false, groupIds, value: {} });
const plan: SettingPlan = [one('a', 'g1'), one('b', 'g2'), one('c', 'g1', 'g3'), { ...one('d'), isDefault: true }];
const order = (settings: SettingPlan): (string | null)[] => settings.map(({ id }) => id);

test('the first setting of a person’s groups wins whole, else the default', () => {
  const winner = (...groups: string[]) => winnerIn(plan, new Set(groups))?.id;
  assert.deepEqual([winner('g3', 'g2'), winner('g1', 'g3'), winner('g3'), winner()], ['b', 'a', 'c', 'd']);
});

test('a setting moves one place, the default stays last, and at either end nothing moves', () => {
  assert.deepEqual(order(withMoved(plan, 'b', 'up')), ['b', 'a', 'c', 'd']);
  assert.deepEqual(order(withMoved(plan, 'b', 'down')), ['a', 'c', 'b', 'd']);
  assert.deepEqual(order(withMoved(plan, 'a', 'up')), ['a', 'b', 'c', 'd']);
  assert.deepEqual(order(withMoved(plan, 'c', 'down')), ['a', 'b', 'c', 'd']);
});

test('a new setting is tried after the others; without a default what is built in holds', () => {
  assert.deepEqual(order(withSetting(plan, { ...one('x', 'g9'), id: null })), ['a', 'b', 'c', null, 'd']);
  const left = withoutSetting('wallet', plan, 'd');
  assert.deepEqual([left.at(-1)?.name, left.length], ['Built-in', 4]);
  assert.deepEqual(order(withoutSetting('wallet', plan, 'b')), ['a', 'c', 'd']);
});
