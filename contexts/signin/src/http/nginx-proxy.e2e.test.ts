import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Pair } from '../testing/authority.ts';
import { type Answer, ask } from '../testing/browser.ts';
import { cards } from '../testing/cards.ts';
import { serverIdentity } from '../testing/server-identity.ts';
import { openWorld, type World } from '../testing/world.ts';

const NGINX = '/usr/sbin/nginx';
const SECRET = 'a secret of the proxy, thirty-two characters';
const skip = existsSync(NGINX) ? false : `${NGINX} is not installed`;
const folder = mkdtempSync(join(tmpdir(), 'lanyard-nginx-'));
let world: World;
let nginx: ChildProcess;
let address: string;

before(async () => {
  if (skip) return;
  world = await openWorld();
  const format = { kind: 'nginx', header: 'x-ssl-client-cert' } as const;
  Object.assign(world.config, { proxy: { secret: SECRET, format } });
  const behind = await world.listen(world.signin.routes.cardProxied, { forwardedCertificates: true });
  const port = await freePort();
  address = `https://localhost:${port}`;
  nginx = await startNginx(port, behind.replace('localhost', '127.0.0.1'));
});
after(async () => {
  if (skip) return;
  const ended = new Promise((resolve) => nginx.once('exit', resolve));
  if (nginx.kill('SIGTERM')) await ended;
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof bound === 'object' && bound ? bound.port : 0;
}

/** Asks for a certificate, judges none, and hands on what it got: whatever it thinks of it. */
async function startNginx(port: number, upstream: string): Promise<ChildProcess> {
  const { key, cert } = await serverIdentity();
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'hint.pem'), (await world.signin.clientAuthorities()).join(''));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr notice;
events { }
http {
  access_log off; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p;
  fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;
    ssl_client_certificate ${folder}/hint.pem; ssl_verify_client optional_no_ca;
    ssl_session_tickets off; ssl_session_cache off;
    # 495: nginx judges a certificate after all; our page says more than its own.
    error_page 495 496 = @card;
    location / { try_files /nothing @card; }
    location @card {
      proxy_pass ${upstream};
      proxy_set_header X-SSL-Client-Cert $ssl_client_escaped_cert;
      proxy_set_header X-Lanyard-Proxy-Secret "${SECRET}";
      proxy_set_header Client-Cert "";
      proxy_set_header Client-Cert-Chain "";
    }
  }
}
`,
  );
  const child = spawn(NGINX, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  // It says this once it listens. What it says later is taken too, so that its pipe never breaks.
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('event method')) resolve(child);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`nginx ended with ${code}: ${said}`)));
  });
}

async function show(card: Pair | null, headers: Record<string, string> = {}): Promise<Answer> {
  const started = await world.browser().call('POST', '/api/sign-in');
  const { pathname } = new URL((started.json() as { url: string }).url);
  return ask(address + pathname, { card, headers });
}

const codeOf = ({ text }: Answer): string | undefined => /<dt>Code<\/dt>\s*<dd><code>(\w+)/.exec(text)?.[1];

test('a real nginx in front: a card leads to a ticket, everything else to its page', { skip }, async () => {
  assert.equal((await show(await cards.authentication(world.issuing))).status, 303);
  assert.equal(codeOf(await show(null)), 'certificate_missing');
  assert.equal(codeOf(await show(await cards.encryption(world.issuing))), 'certificate_wrong_kind');
  const revoked = await cards.authentication(world.issuing);
  world.issuing.revoked.push({ serial: revoked.certificate.serialBytes, reason: 'keyCompromise' });
  world.clock.advance(3_600_000);
  assert.equal(codeOf(await show(revoked)), 'certificate_revoked');
});

test('a browser cannot speak past nginx with headers of its own', { skip }, async () => {
  const { certPem } = await cards.authentication(world.issuing);
  const forged = { 'x-ssl-client-cert': encodeURIComponent(certPem), 'x-lanyard-proxy-secret': SECRET };
  assert.equal(codeOf(await show(null, forged)), 'certificate_missing');
});
