import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accentShades } from '@lanyard/contract';
import { applyAccent } from './apply-accent.ts';

function root() {
  const set = new Map<string, string>();
  const style = {
    setProperty: (name: string, value: string) => void set.set(name, value),
    removeProperty: (name: string) => {
      set.delete(name);
      return '';
    },
  };
  return { set, element: { style } as unknown as Pick<HTMLElement, 'style'> };
}

test('the accent follows the mode, and goes when the organisation has none', () => {
  const { element, set } = root();
  const accent = accentShades('#7a1f5c');
  applyAccent(element, accent, false);
  assert.equal(set.get('--accent'), accent.light.accent);
  applyAccent(element, accent, true);
  assert.equal(set.get('--accent'), accent.dark.accent);
  applyAccent(element, null, true);
  assert.equal(set.size, 0);
});
