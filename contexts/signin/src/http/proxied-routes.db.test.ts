import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { toBase64, toPem } from '@lanyard/pki';
import { createSignin } from '../index.ts';
import type { Pair } from '../testing/authority.ts';
import { type Answer, ask } from '../testing/browser.ts';
import { cards } from '../testing/cards.ts';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let ada: Pair;
let behind: string;
const SECRET = 'a secret of the proxy, thirty-two characters';

before(async () => {
  world = await openWorld();
  ada = await cards.authentication(world.issuing);
  behind = await world.listen(world.signin.routes.cardProxied, { forwardedCertificates: true });
});
after(() => world.close());

const sequence = (pair: Pair): string => `:${toBase64(pair.certificate.der)}:`;

async function begun(): Promise<string> {
  const started = await world.browser().call('POST', '/api/sign-in');
  return new URL((started.json() as { url: string }).url).pathname;
}

const shown = async (headers: Record<string, string>): Promise<Answer> => ask(behind + (await begun()), { headers });
const codeOf = ({ text }: Answer): string | undefined => /<dt>Code<\/dt>\s*<dd><code>(\w+)/.exec(text)?.[1];

test('a proxy that proves itself hands the certificate over (RFC 9440)', async () => {
  const headers = {
    'x-lanyard-proxy-secret': SECRET,
    'client-cert': sequence(ada),
    'client-cert-chain': `${sequence(world.issuing.pair)}, ${sequence(world.root.pair)}`,
  };
  assert.equal((await shown(headers)).status, 303);
});

test('a proxy that saw no certificate says so by leaving the header out', async () => {
  assert.equal(codeOf(await shown({ 'x-lanyard-proxy-secret': SECRET })), 'certificate_missing');
});

test('a header from anybody else counts for nothing', async () => {
  for (const secret of [{}, { 'x-lanyard-proxy-secret': '' }, { 'x-lanyard-proxy-secret': `${SECRET}x` }]) {
    const answer = await shown({ ...secret, 'client-cert': sequence(ada) });
    assert.equal(codeOf(answer), 'permission_denied');
    assert.equal(answer.status, 403);
  }
});

test('a malformed header is refused by name', async () => {
  const secret = { 'x-lanyard-proxy-secret': SECRET };
  for (const header of ['x', ':!!:', `${sequence(ada)}, ${sequence(ada)}`, toBase64(ada.certificate.der)]) {
    assert.equal(codeOf(await shown({ ...secret, 'client-cert': header })), 'input_invalid', header.slice(0, 20));
  }
});

test('on every other listener the header is refused', async () => {
  const headers = { 'client-cert': sequence(ada), 'x-lanyard-proxy-secret': SECRET };
  const atCardHost = await ask(world.cardHosts[0] + (await begun()), { headers });
  assert.equal(atCardHost.status, 400);
  assert.equal(codeOf(atCardHost), 'input_invalid');
  assert.equal(
    (await ask(`${world.portal}/api/portal`, { headers: { 'client-cert-chain': sequence(ada) } })).status,
    400,
  );
});

test('nginx’s escaped PEM is a format of its own, under the name that is configured', async () => {
  const { proxy } = world.config;
  Object.assign(world.config, { proxy: { secret: SECRET, format: { kind: 'nginx', header: 'X-SSL-Client-Cert' } } });
  const nginx = await world.listen(world.signin.routes.cardProxied, { forwardedCertificates: true });
  Object.assign(world.config, { proxy });
  const pem = encodeURIComponent(toPem('CERTIFICATE', ada.certificate.der));
  const secret = { 'x-lanyard-proxy-secret': SECRET };
  assert.equal((await ask(nginx + (await begun()), { headers: { ...secret, 'x-ssl-client-cert': pem } })).status, 303);
  assert.equal(
    codeOf(await ask(nginx + (await begun()), { headers: { ...secret, 'x-ssl-client-cert': '' } })),
    'certificate_missing',
  );
  assert.equal(
    codeOf(await ask(nginx + (await begun()), { headers: { ...secret, 'x-ssl-client-cert': '%zz' } })),
    'input_invalid',
  );
  assert.equal(
    codeOf(await ask(nginx + (await begun()), { headers: { ...secret, 'client-cert': sequence(ada) } })),
    'certificate_missing',
    'the other format is not read',
  );
});

test('a short secret, or none said at all, fails the start', async () => {
  const ports = {} as Parameters<typeof createSignin>[0];
  assert.throws(() => createSignin(ports, { ...world.config, portalOrigins: [] }), /portalOrigins/);
  const { proxy } = world.config;
  for (const wrong of [undefined, { secret: 'short', format: { kind: 'rfc9440' } }]) {
    Object.assign(world.config, { proxy: wrong });
    await assert.rejects(world.listen(world.signin.routes.cardProxied), /proxy/);
  }
  Object.assign(world.config, { proxy });
});
