import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { after, before, test } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { portalAuthenticationSetting } from '@lanyard/contract';
import { TestAuthority } from '../testing/authority.ts';
import { ask } from '../testing/browser.ts';
import { cards } from '../testing/cards.ts';
import { anchorOf, openWorld, type World } from '../testing/world.ts';

let world: World;
before(async () => void (world = await openWorld()));
after(() => world.close());

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const portOf = (host: string): number => Number(new URL(host).port);

/** What OpenSSL is told about acceptable issuers in the handshake. */
async function issuersTold(): Promise<string> {
  const child = spawn('openssl', [
    's_client',
    '-connect',
    `127.0.0.1:${portOf(world.cardHosts[0])}`,
    '-servername',
    'localhost',
  ]);
  child.stdin.end();
  let text = '';
  for await (const chunk of child.stdout) text += String(chunk);
  return text;
}

test(
  'the handshake names roots and issuing authorities, a newly trusted one at once',
  { skip: hasOpenssl ? false : 'openssl is not installed' },
  async () => {
    const told = await issuersTold();
    assert.match(told, /CN ?= ?Test Root/);
    assert.match(told, /CN ?= ?Test Card CA/);
    const fresh = await TestAuthority.create('Newly Trusted', 'http://crl.agency.example/new.crl', null);
    const { fallback } = world.settings;
    world.settings.fallback = portalAuthenticationSetting.parse({
      ...fallback,
      anchors: [...fallback.anchors, anchorOf(fresh, ['new.example'])],
    });
    world.clock.advance(1_000);
    assert.match(await issuersTold(), /CN ?= ?Newly Trusted/);
    world.settings.fallback = fallback;
  },
);

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`no TLS session is ever resumed (${version}): each sign-in needs the card`, async () => {
    const ada = await cards.authentication(world.issuing);
    const options = {
      port: portOf(world.cardHosts[0]),
      servername: 'localhost',
      rejectUnauthorized: false,
      minVersion: version,
      maxVersion: version,
    } as const;
    const first = connect({ ...options, cert: ada.certPem, key: ada.keyPem });
    const session = await sessionAfterRequest(first);
    const second = connect({ ...options, ...(session ? { session } : {}) });
    const reused = new Promise((resolve) => second.once('secureConnect', () => resolve(second.isSessionReused())));
    await sessionAfterRequest(second);
    assert.equal(await reused, false);
  });
}

/** Asks for a page, so that tickets that come late have come, and gives the session to resume, if there is any. */
async function sessionAfterRequest(socket: TLSSocket): Promise<Buffer | undefined> {
  let session: Buffer | undefined;
  socket.on('session', (given) => (session = given));
  socket.write('GET /card/x HTTP/1.1\r\nHost: localhost\r\n\r\n');
  for await (const chunk of socket) assert.ok(String(chunk).length > 0);
  return session;
}

test('what is no HTTP request is answered with a page too', async () => {
  const socket = connect({ port: portOf(world.cardHosts[0]), servername: 'localhost', rejectUnauthorized: false });
  socket.write('HELLO\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  assert.match(text, /^HTTP\/1\.1 400 /);
  assert.match(text, /content-type: text\/html/);
  assert.match(text, /<h1>/);
  const reference = /x-correlation-id: (\S+)/.exec(text)?.[1] ?? '?';
  assert.ok(world.logged.some((line) => line.includes(reference)));
});

test('plain http at the card host’s port ends no process', async () => {
  const socket = connectTcp(portOf(world.cardHosts[0]), '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  assert.equal((await ask(`${world.cardHosts[0]}/card/x`)).status, 410);
});

test('any other address of the card host has a page with the way back', async () => {
  for (const path of ['/', '/favicon.ico', '/card', '/card/x/y']) {
    const answer = await ask(world.cardHosts[0] + path);
    assert.equal(answer.status, 404);
    assert.match(answer.text, new RegExp(`href="${world.portal}/"`));
  }
  assert.equal((await ask(`${world.cardHosts[0]}/card/x`, { method: 'POST', body: {} })).status, 404);
});

test('the pages allow no script, no frame and nothing from elsewhere', async () => {
  const { headers, text } = await ask(`${world.cardHosts[0]}/card/x`);
  const policy = String(headers['content-security-policy']);
  for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'none'"])
    assert.ok(policy.includes(part), part);
  assert.ok(!/script-src|unsafe-inline/.test(policy));
  const style = /<style>([^]*?)<\/style>/.exec(text)?.[1] ?? '';
  assert.ok(
    policy.includes(createHash('sha256').update(style).digest('base64')),
    'the style is the one that is allowed',
  );
  assert.ok(!/<script|style="/.test(text));
});
