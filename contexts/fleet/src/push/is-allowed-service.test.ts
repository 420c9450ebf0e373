import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingKinds } from '@lanyard/contract';
import { isAllowedService } from './is-allowed-service.ts';

const allowed = (endpoint: string, ...services: string[]): boolean => {
  const setting = settingKinds.push.parse(services.length > 0 ? { services } : {});
  return isAllowedService(new URL(endpoint), setting.services);
};

test('the browser makers’ services are called, and nobody whose name only looks like theirs', () => {
  for (const good of [
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://web.push.apple.com:443/abc',
    'https://FCM.googleapis.com/abc',
  ])
    assert.equal(allowed(good), true, good);
  for (const bad of [
    'http://fcm.googleapis.com/abc',
    'https://fcm.googleapis.com:8443/abc',
    'https://fcm.googleapis.com.evil.example/abc',
    'https://evil-fcm.googleapis.com/abc',
    'https://user:secret@fcm.googleapis.com/abc',
    'https://127.0.0.1/abc',
    'https://localhost/abc',
    'https://[::1]/abc',
  ])
    assert.equal(allowed(bad), false, bad);
});

test('a star stands for one name or several before the rest, never for none; a port is named', () => {
  const services = ['*.push.example.org', '10.1.2.3:8443'];
  assert.equal(allowed('https://a.push.example.org/x', ...services), true);
  assert.equal(allowed('https://a.b.push.example.org/x', ...services), true);
  assert.equal(allowed('https://push.example.org/x', ...services), false);
  assert.equal(allowed('https://apush.example.org/x', ...services), false);
  assert.equal(allowed('https://10.1.2.3:8443/x', ...services), true);
  assert.equal(allowed('https://10.1.2.3/x', ...services), false);
});

test('a list takes hosts only: no address with a path, no star within, none before a whole top-level domain', () => {
  for (const bad of ['https://push.example.org', 'push.example.org/x', 'a.*.example.org', '*.org', '*', 'PUSH.example'])
    assert.equal(settingKinds.push.safeParse({ services: [bad] }).success, false, bad);
});
