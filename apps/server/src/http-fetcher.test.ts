import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { httpFetcher, isPrivateAddress } from './http-fetcher.ts';

let server: Server;
let port: number;
before(async () => {
  server = createServer((request, response) => {
    if (request.url === '/away') return response.writeHead(302, { location: '/crl' }).end();
    if (request.url === '/slow') return undefined;
    if (request.url === '/large') return response.end(Buffer.alloc(5_000));
    return request.pipe(response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  port = (server.address() as AddressInfo).port;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (path: string, more: { body?: Uint8Array<ArrayBuffer>; allowed?: string[] } = {}) =>
  httpFetcher({ allowedHosts: more.allowed ?? [`127.0.0.1:${port}`] }).fetch({
    kind: 'ocsp',
    url: path.includes('://') ? path : `http://127.0.0.1:${port}${path}`,
    maxBytes: 1_000,
    timeoutMilliseconds: 200,
    ...(more.body ? { body: more.body } : {}),
  });

test('what an allowed host answers is handed over', async () => {
  assert.deepEqual(await ask('/ocsp', { body: Uint8Array.of(1, 2, 3) }), Uint8Array.of(1, 2, 3));
});

test('a redirect, an answer too large, a slow one and another scheme give nothing', async () => {
  for (const path of [
    '/away',
    '/large',
    '/slow',
    'file:///etc/passwd',
    'https://127.0.0.1/',
    'http://user@127.0.0.1/',
    'nonsense',
  ])
    assert.equal(await ask(path), null, path);
});

test('a private address is not asked unless it is allowed by name', async () => {
  assert.equal(await ask('/ocsp', { body: Uint8Array.of(1), allowed: [] }), null);
  assert.equal(await ask(`http://localhost:${port}/ocsp`, { body: Uint8Array.of(1), allowed: [] }), null);
});

test('private, link-local, mapped and multicast addresses are told from public ones', () => {
  for (const a of [
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '224.0.0.1',
  ])
    assert.equal(isPrivateAddress(a), true, a);
  for (const a of ['93.184.216.34', '2606:2800:220:1::1', '172.32.0.1', '11.0.0.1'])
    assert.equal(isPrivateAddress(a), false, a);
});

test('an inner address is not asked however it is written', async () => {
  const hosts = [
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[2002:7f00:1::]',
    '0.0.0.0',
  ];
  for (const host of hosts)
    assert.equal(await ask(`http://${host}:${port}/ocsp`, { body: Uint8Array.of(1), allowed: [] }), null, host);
});

test('addresses that carry a private one within are private', () => {
  for (const a of ['::ffff:a00:1', '64:ff9b::a00:1', '64:ff9b:1::a00:1', '2002:a00:1::1', '2001:0:a00:1::1'])
    assert.equal(isPrivateAddress(a), true, a);
});
