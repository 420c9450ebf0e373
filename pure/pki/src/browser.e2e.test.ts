import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeVerifier } from '@lanyard/crypto';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { fromBase64, openPkcs12, parseCertificate, parseRequest, verifyRequest } from './index.ts';
import { scenario } from './testing/browser-scenario.ts';
import { unlessInstalled } from './testing/openssl.ts';
import { signatureCases, written } from './testing/signature-cases.ts';

const CHROMIUM = '/usr/bin/chromium';
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** The scenario and all it needs as one module, as an application's bundler would make it. */
async function bundle(): Promise<string> {
  const entry = join(import.meta.dirname, 'testing/browser-scenario.ts');
  const lib = { entry, formats: ['es' as const] };
  const result = await build({ configFile: false, logLevel: 'error', build: { write: false, minify: false, lib } });
  const [output] = [result].flat();
  assert.ok(output !== undefined && 'output' in output);
  return output.output[0].code;
}

/** Serves the module from loopback, which browsers take for a secure context. */
async function serve(code: string): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const server = createServer((request, response) => {
    const isModule = request.url === '/pki.js';
    response.setHeader('content-type', isModule ? 'text/javascript' : 'text/html');
    response.end(isModule ? code : '<!doctype html><title>pki</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${address.port}/`, [Symbol.asyncDispose]: close };
}

async function judge(made: Readonly<Record<string, string>>): Promise<void> {
  const file = (name: string) => fromBase64(made[name] ?? '');
  const { spki, tbs, signature } = parseCertificate(file('certificate'));
  assert.equal(nodeVerifier.verify('ecdsa-p256-sha256', spki, tbs, signature), true);
  assert.equal(await verifyRequest(parseRequest(file('request')), nodeVerifier), true);
  assert.deepEqual((await openPkcs12(file('pkcs12'), 'abc')).certificate, file('certificate'));
}

test('the scenario holds in Node', async () => {
  await judge(await scenario(Date.now()));
});

test('the package runs unchanged in Chromium', { skip: unlessInstalled(CHROMIUM, ['--version']) }, async (t) => {
  await using site = await serve(await bundle());
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    const inPage = <T>(call: string): Promise<T> =>
      page.evaluate<T>(`import('/pki.js').then((module) => module.${call})`);

    await t.test('it issues, encrypts, lists, builds paths and validates them', async () => {
      await judge(await inPage<Record<string, string>>(`scenario(${Date.now()})`));
    });
    await t.test("hostile signatures are judged as Node's libraries judge them", async () => {
      const cases = signatureCases().map(written);
      assert.deepEqual(await inPage<string[]>(`misjudged(${JSON.stringify(cases)})`), []);
    });
  } finally {
    await browser.close();
  }
});
