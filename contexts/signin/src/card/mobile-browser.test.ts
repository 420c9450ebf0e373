import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMobileBrowser } from './mobile-browser.ts';

test('SSP-003 phones and tablets are recognised by what they say of themselves', () => {
  const mobile = [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15',
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
  ];
  for (const agent of mobile) assert.ok(isMobileBrowser(agent), agent);
  assert.ok(isMobileBrowser('', '?1'));
});

test('SSP-002 SSP-004 desktop browsers are not, Firefox among them', () => {
  const desktop = [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
    '',
  ];
  for (const agent of desktop) assert.ok(!isMobileBrowser(agent, '?0'), agent);
});
