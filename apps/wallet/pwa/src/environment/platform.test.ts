import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportedPlatform } from './platform.ts';

const of = (userAgent: string, maxTouchPoints = 0) => reportedPlatform({ userAgent, maxTouchPoints });

test('the platform is what the browser reports: iPhone, iPad in either disguise, Android, else a desktop', () => {
  assert.equal(of('Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15', 5), 'ios');
  assert.equal(of('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', 5), 'ios');
  assert.equal(of('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15'), 'desktop');
  assert.equal(of('Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36', 5), 'android');
  assert.equal(of('Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0'), 'desktop');
});
