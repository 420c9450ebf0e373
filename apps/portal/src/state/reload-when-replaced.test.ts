import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reloadWhenReplaced } from './reload-when-replaced.ts';

function openPage() {
  const events = new EventTarget();
  const kept = new Map<string, string>();
  let loaded = 1;
  const page = {
    addEventListener: events.addEventListener.bind(events),
    location: { reload: () => (loaded += 1) },
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  };
  const missing = (): Event => {
    const event = new Event('vite:preloadError', { cancelable: true });
    events.dispatchEvent(event);
    return event;
  };
  return { page: page as unknown as Window, missing, loaded: () => loaded };
}

test('a page whose parts were replaced by a newer portal is loaded anew, and not over and over', () => {
  const { page, missing, loaded } = openPage();
  let now = 1_000_000;
  reloadWhenReplaced(page, () => now);
  assert.equal(missing().defaultPrevented, true);
  assert.equal(loaded(), 2);
  now += 2_000;
  assert.equal(missing().defaultPrevented, false, 'the second time the failure is shown');
  assert.equal(loaded(), 2);
  now += 60_000;
  missing();
  assert.equal(loaded(), 3);
});
