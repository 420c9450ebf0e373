// What protects pages, sessions and calls, seen from outside: policies in force, cookies, secrets that are nowhere to
// be read, forged and replayed calls.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { homeView } from '@lanyard/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { needs } from '../needs.ts';
import { desktop, openChromium } from './support/chromium.ts';
import { PASSCODE, PIN } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { requestAt, signInAt, type ShownSecrets } from './support/portal-page.ts';
import { answer, PHONE_SIZE, PHONES, press, registerAt, setPinAt, unlockWith } from './support/wallet-page.ts';
import { callOf, recordWire, sendAgain, type RecordedCall, type Wire } from './support/wire.ts';

const skip = needs('chromium');
let on: Lanyard;
let chrome: Browser;
let atDesk: BrowserContext;
let portal: Page;
let wallet: Page;
let wire: Wire;
let secrets: ShownSecrets;

before(async () => {
  if (skip) return;
  on = await lanyard({ LANYARD_LOG: 'debug' });
  [chrome] = await Promise.all([openChromium(), on.start()]);
  atDesk = await desktop(chrome, on, join(on.cards, 'ada.vega.p12'));
  const phone = await chrome.newContext({ ...PHONE_SIZE, userAgent: PHONES.android });
  wire = recordWire(atDesk, phone);
  portal = await atDesk.newPage();
  wallet = await phone.newPage();
  wallet.setDefaultTimeout(20_000);
  await enrol();
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

/** The whole main job, so that every secret that there is has been on its way. */
async function enrol(): Promise<void> {
  await signInAt(portal, on);
  secrets = await requestAt(portal);
  await wallet.goto(on.wallet);
  await registerAt(wallet, secrets);
  await press(wallet, 'Enter Password');
  await answer(wallet, 'Activation password', 'WRONGPW1', 'Activate');
  await wallet.getByText('The activation password is not right.').waitFor();
  await answer(wallet, 'Activation password', secrets.activationPassword, 'Activate');
  await setPinAt(wallet);
  await wallet.reload();
  await unlockWith(wallet, PASSCODE);
  await wallet.getByText('Active', { exact: true }).waitFor();
}

const tlsPortal = () => `https://localhost:${on.env['LANYARD_PORTAL_TLS_PORT']}`;

test('every page carries a policy without inline code, and Trusted Types', { skip }, async () => {
  for (const url of [
    `${on.portal}/`,
    `${on.portal}/sign-in`,
    `${on.portal}/set-up/x`,
    `${on.wallet}/`,
    `${on.wallet}/card`,
  ]) {
    const { headers } = await fetch(url);
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ])
      assert.ok(policy.split('; ').includes(part), `${url}: ${part} is missing in ${policy}`);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
  }
});

/** Does what injected content would do; the browser reports what the page's policy stops. */
const attack = (page: Page, elsewhere: string) =>
  page.evaluate(async (url) => {
    const stopped = new Set<string>();
    Object.assign(window, { stopped });
    addEventListener('securitypolicyviolation', (event) => stopped.add(event.effectiveDirective));
    try {
      document.createElement('div').innerHTML = '<b>x</b>';
    } catch {
      // reported as the others are
    }
    const image = document.createElement('img');
    image.src = `${url}/picture.png`;
    const frame = document.createElement('iframe');
    frame.src = url;
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    document.body.append(image, frame, style);
    await fetch(url).catch(() => {});
  }, elsewhere);

const ATTACKED = ['connect-src', 'frame-src', 'img-src', 'require-trusted-types-for', 'style-src-elem'];

test(
  'the policies are in force: markup from text, foreign pictures, frames, styles and calls are stopped',
  { skip },
  async () => {
    for (const page of [portal, wallet]) {
      await attack(page, on.status);
      for (const directive of ATTACKED)
        await page.waitForFunction((one) => (Reflect.get(window, 'stopped') as Set<string>).has(one), directive);
    }
  },
);

test('the pages of the card host run no code at all', { skip }, async () => {
  const page = await atDesk.newPage();
  const response = await page.goto(`${on.cardHosts[0]}/card/00000000-0000-4000-8000-000000000000`);
  const policy = response?.headers()['content-security-policy'] ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /script-src|unsafe/);
  assert.equal(await page.locator('script').count(), 0);
  await page.close();
});

test(
  'a session cookie is out of reach for scripts, other sites and, over https, for neighbours',
  { skip },
  async () => {
    const [session] = (await atDesk.cookies(on.portal)).filter(({ name }) => name.endsWith('lanyard-session'));
    assert.ok(session);
    assert.deepEqual([session.httpOnly, session.sameSite, session.path], [true, 'Strict', '/']);
    assert.equal(await portal.evaluate(() => document.cookie), '');
    const context = await desktop(chrome, on, join(on.cards, 'ben.okafor.p12'));
    const page = await context.newPage();
    await signInAt(page, { ...on, portal: tlsPortal() });
    const [secure] = (await context.cookies(tlsPortal())).filter(({ name }) => name.endsWith('lanyard-session'));
    assert.ok(secure);
    assert.deepEqual(
      [secure.name, secure.secure, secure.httpOnly, secure.sameSite],
      ['__Host-lanyard-session', true, true, 'Strict'],
    );
    await context.close();
  },
);

test('a session is a new one after every sign-in, and the old one is over', { skip }, async () => {
  const context = await desktop(chrome, on, join(on.cards, 'chloe.lind.p12'));
  const page = await context.newPage();
  const sessionOf = async () =>
    (await context.cookies(on.portal)).find(({ name }) => name === 'lanyard-session')?.value ?? '';
  await signInAt(page, on);
  const first = await sessionOf();
  await signInAt(page, on);
  const second = await sessionOf();
  assert.notEqual(first, second);
  const statusWith = async (value: string) =>
    (await fetch(`${on.portal}/api/me`, { headers: { cookie: `lanyard-session=${value}` } })).status;
  assert.deepEqual([await statusWith(first), await statusWith(second)], [401, 200]);
  await context.close();
});

interface Forgery {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const forge = (page: Page, forgery: Forgery) =>
  page.evaluate(async ({ path, headers }) => {
    const response = await fetch(path, { method: 'POST', headers, body: '{}' });
    return [response.status, ((await response.json()) as { code: string }).code] as const;
  }, forgery);

test(
  'a call that changes something is refused without the token of the session, or from another page',
  { skip },
  async () => {
    const json = { 'content-type': 'application/json' };
    const path = '/api/me/requests';
    assert.deepEqual(await forge(portal, { path, headers: json }), [403, 'csrf_refused']);
    assert.deepEqual(await forge(portal, { path, headers: { ...json, 'x-csrf-token': 'A'.repeat(43) } }), [
      403,
      'csrf_refused',
    ]);
    const before1 = await requestsMade();
    // Another port is the same site: the cookie goes along, and only the origin and the token stand in the way.
    const sent = await wallet.evaluate(async (url) => {
      const response = await fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' }).catch(
        (error: unknown) => String(error),
      );
      return typeof response === 'string' ? response : response.type;
    }, `${on.portal}${path}`);
    assert.match(sent, /TypeError/, "the wallet's own policy lets no call out");
    const hostile = await atDesk.newPage();
    await hostile.goto(`${on.status}/crl/none`);
    await hostile.evaluate(
      async (url) => void (await fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' })),
      `${on.portal}${path}`,
    );
    await hostile.close();
    const forged = wire.responses.findLast((response) => response.url() === `${on.portal}${path}`);
    assert.ok(forged && forged.status() >= 400, `answered ${forged?.status()}`);
    assert.equal(await requestsMade(), before1);
  },
);

async function requestsMade(): Promise<string | undefined> {
  return homeView.parse(await portal.evaluate(async () => (await fetch('/api/me')).json())).request?.id;
}

/** A call of the wallet that changed something, as it went over the wire. */
async function recorded(method: string, path: RegExp): Promise<RecordedCall> {
  const found = wire.requests.findLast(
    (request) => request.method() === method && path.test(new URL(request.url()).pathname),
  );
  assert.ok(found, `${method} ${String(path)} was never called`);
  return callOf(found);
}

const devices = async () => homeView.parse(await portal.evaluate(async () => (await fetch('/api/me')).json())).devices;

test(
  'a device call that is sent again does nothing again, and none can be made anew from what was caught',
  { skip },
  async () => {
    const register = await recorded('POST', /^\/device\/registrations$/);
    await sendAgain(register);
    assert.equal((await devices()).length, 1);
    const unlock = await recorded('POST', /^\/device\/vault\/passcode\/open$/);
    for (const call of [register, unlock]) {
      const headers = { ...call.headers, 'idempotency-key': crypto.randomUUID() };
      const anew = await sendAgain(call, { headers });
      assert.deepEqual([anew.status, anew.code], [401, 'device_proof_invalid'], call.url);
    }
  },
);

test('a proof that was caught fits no other body, address or method', { skip }, async () => {
  const call = await recorded('PUT', /^\/device\/vault\/pin$/);
  const otherBody = await sendAgain(call, {
    body: call.body.replace(/"verifier":"(.)/, (_, c) => `"verifier":"${c === 'A' ? 'B' : 'A'}`),
  });
  assert.deepEqual([otherBody.status, otherBody.code], [401, 'device_body_unsigned']);
  const otherPath = await sendAgain(call, { url: call.url.replace('/pin', '/passcode') });
  assert.deepEqual([otherPath.status, otherPath.code], [401, 'device_proof_invalid']);
  const otherMethod = await sendAgain(call, { url: `${call.url}/open`, method: 'POST' });
  assert.deepEqual([otherMethod.status, otherMethod.code], [401, 'device_proof_invalid']);
});

test('a device call without its proof, its token or its idempotency key is refused', { skip }, async () => {
  const call = await recorded('PUT', /^\/device\/vault\/pin$/);
  const without = (name: string) => ({
    headers: Object.fromEntries(Object.entries(call.headers).filter(([key]) => key !== name)),
  });
  assert.equal((await sendAgain(call, without('dpop'))).code, 'device_proof_invalid');
  assert.equal((await sendAgain(call, without('authorization'))).code, 'device_token_invalid');
  assert.equal((await sendAgain(call, without('idempotency-key'))).code, 'idempotency_key_required');
});

/** Everything that was secret on the way, by what it is. */
async function secretsOnTheWire(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [what, value] of Object.entries({ ...secrets, passcode: PASSCODE, pin: PIN }))
    if (!/userName|link/.test(what)) found.set(what, value);
  for (const { name, value } of await atDesk.cookies(on.portal)) found.set(`cookie ${name}`, value);
  for (const response of wire.responses) {
    const ticket = /#ticket=(.+)$/.exec(response.headers()['location'] ?? '')?.[1];
    if (ticket) found.set('ticket', ticket);
  }
  for (const request of wire.requests) {
    const { authorization, dpop, 'x-csrf-token': csrf } = request.headers();
    if (authorization) found.set('device token', authorization.replace('DPoP ', ''));
    if (dpop) found.set('proof', dpop);
    if (csrf) found.set('token against forgery', csrf);
    const verifier = /"verifier":"([^"]+)"/.exec(request.postData() ?? '')?.[1];
    if (verifier) found.set(`verifier of ${new URL(request.url()).pathname}`, verifier);
  }
  return found;
}

test('no secret stands in an address that a server sees, nor in the whole log', { skip }, async () => {
  const found = await secretsOnTheWire();
  for (const what of [
    'registrationPin',
    'activationPassword',
    'ticket',
    'device token',
    'proof',
    'token against forgery',
    'cookie lanyard-session',
    'verifier of /device/vault/pin',
  ])
    assert.ok((found.get(what)?.length ?? 0) >= 6, `${what} was not seen on the wire`);
  const addresses = wire.requests.map((request) => request.url().replace(/#.*$/s, ''));
  const log = on.log();
  assert.ok(log.length > 2_000 && log.includes('activation_password_wrong'), 'the log tells of the journey');
  for (const [what, secret] of found) {
    assert.ok(
      !addresses.some((address) => address.includes(encodeURIComponent(secret)) || address.includes(secret)),
      `${what} is in an address`,
    );
    assert.ok(!log.includes(secret), `${what} is in the log`);
  }
});
