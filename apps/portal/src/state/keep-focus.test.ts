import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heirOf } from './keep-focus.ts';

const element = (name: string, isConnected: boolean, takesFocus: boolean) => ({
  name,
  isConnected,
  matches: (selector: string) => takesFocus && selector === '[tabindex="-1"]',
});

test('the focus of something that is gone goes to the nearest that held it, is there and takes it', () => {
  const button = element('button', false, false);
  const line = element('line', false, true);
  const list = element('list', true, false);
  const field = element('field', true, true);
  const main = element('main', true, true);
  assert.equal(heirOf([button, line, list, field, main])?.name, 'field');
  assert.equal(heirOf([button, line, list]), null);
});
