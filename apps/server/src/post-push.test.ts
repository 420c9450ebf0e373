import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { after, before, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { softwareSigner } from '@lanyard/crypto';
import { createLog } from '@lanyard/kernel';
import { ext, nameFrom, signCertificate, toPem, viewOf } from '@lanyard/pki';
import { httpsPostPush } from './post-push.ts';

const trusted = getCACertificates('default');
const log = createLog('silent');
const asked: string[] = [];
let server: Server;
let proxy: HttpServer;
let port: number;

/** A certificate of the names that the tests use, trusted by this process alone. */
async function webCertificate(): Promise<{ key: string; cert: string }> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = nameFrom([{ type: 'CN', value: 'Push' }]);
  const der = await signCertificate(
    {
      serial: Uint8Array.of(7),
      issuer: name,
      subject: name,
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 86_400_000),
      spki: viewOf(publicKey.export({ type: 'spki', format: 'der' })),
      extensions: [
        ext.subjectAltName([
          { kind: 'dns', value: 'push.test' },
          { kind: 'dns', value: 'localhost' },
        ]),
      ],
    },
    softwareSigner(viewOf(privateKey.export({ type: 'pkcs8', format: 'der' }))),
  );
  return { key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), cert: toPem('CERTIFICATE', der) };
}

before(async () => {
  const { key, cert } = await webCertificate();
  setDefaultCACertificates([...trusted, cert]);
  server = createServer({ key, cert }, (request, response) => {
    asked.push(`${request.method} ${request.url} ${String(request.headers['ttl'])}`);
    if (request.url === '/slow') return undefined;
    if (request.url === '/away') return response.writeHead(307, { location: '/taken' }).end();
    return response.writeHead(201).end('x'.repeat(100_000));
  });
  proxy = createHttpServer().on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    const way = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      way.pipe(socket).pipe(way);
    });
  });
  for (const each of [server, proxy]) await new Promise<void>((ready) => each.listen(0, '127.0.0.1', ready));
  port = portOf(server);
});
after(() => {
  setDefaultCACertificates(trusted);
  for (const each of [server, proxy]) {
    each.closeAllConnections();
    each.close();
  }
});

const portOf = (of: Server | HttpServer): number => (of.address() as AddressInfo).port;
const post = (address: string, services: readonly string[], more: { proxy?: string; timeout?: number } = {}) => {
  asked.length = 0;
  const message = { url: new URL(address), headers: { ttl: '60' }, body: Uint8Array.of(1), services };
  return httpsPostPush({ log, ...more })(message);
};

test('a private address is called only where it stands in the list itself, whatever name leads there', async () => {
  const url = `https://localhost:${port}/taken`;
  assert.equal(await post(url, [`localhost:${port}`]), null);
  assert.equal(await post(`https://127.0.0.1:${port}/taken`, [`localhost:${port}`]), null);
  assert.equal(await post(url, [`localhost:${port}`, '127.0.0.1']), null, 'at another port');
  assert.deepEqual(asked, []);
  assert.equal(await post(url, [`localhost:${port}`, `127.0.0.1:${port}`, `::1:${port}`]), 201);
  assert.deepEqual(asked, ['POST /taken 60']);
});

test('a redirect is an answer and not followed; one that says nothing in time is none', async () => {
  const services = [`localhost:${port}`, `127.0.0.1:${port}`];
  assert.equal(await post(`https://localhost:${port}/away`, services), 307);
  assert.deepEqual(asked, ['POST /away 60']);
  assert.equal(await post(`https://localhost:${port}/slow`, services, { timeout: 100 }), null);
});

test('through a proxy the push service is called by its name, which nobody here could find', async () => {
  const url = 'https://push.test/taken';
  assert.equal(await post(url, ['push.test']), null);
  assert.equal(await post(url, ['push.test'], { proxy: `http://127.0.0.1:${portOf(proxy)}` }), 201);
  assert.deepEqual(asked, ['CONNECT push.test:443', 'POST /taken 60']);
});
