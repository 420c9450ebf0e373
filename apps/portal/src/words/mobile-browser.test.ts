import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserWords, isMobileBrowser } from './mobile-browser.ts';

const desktop = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  platform: 'Linux x86_64',
  maxTouchPoints: 0,
  mobileHint: null,
};

test('SSP-002 a desktop browser is offered the certificate button, Firefox too', () => {
  assert.equal(isMobileBrowser(desktop), false);
});

test('SSP-002 a laptop with a touch screen is a desktop', () => {
  assert.equal(isMobileBrowser({ ...desktop, platform: 'Win32', maxTouchPoints: 10, mobileHint: false }), false);
});

test('SSP-003 phones and tablets are not, whether they say so or ask for desktop pages', () => {
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1';
  const android = 'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36';
  const tablet = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15';
  assert.equal(isMobileBrowser({ ...desktop, userAgent: phone, platform: 'iPhone' }), true);
  assert.equal(isMobileBrowser({ ...desktop, userAgent: android }), true);
  assert.equal(isMobileBrowser({ ...desktop, userAgent: tablet, platform: 'MacIntel', maxTouchPoints: 5 }), true);
  assert.equal(isMobileBrowser({ ...desktop, mobileHint: true }), true);
});

test('a session is named by browser and system', () => {
  assert.equal(browserWords(desktop.userAgent), 'Firefox on Linux');
  assert.equal(
    browserWords('Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0'),
    'Edge on Windows',
  );
  assert.equal(
    browserWords('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36'),
    'Chrome on Linux',
  );
  assert.equal(browserWords('curl/8'), 'A browser');
});
