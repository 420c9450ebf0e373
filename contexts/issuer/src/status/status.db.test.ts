import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createHttp, createLog, type Http } from '@lanyard/kernel';
import { parseCertificate, parseCrl, toPem } from '@lanyard/pki';
import type { Issued } from '../types.ts';
import { type Bench, issueInput, makeAuthorities, startBench } from '../testing.ts';

const run = promisify(execFile);
const openssl = async (...args: string[]): Promise<string> => {
  const result = await run('openssl', args).catch((e: { stdout: string; stderr: string }) => e);
  return result.stderr + result.stdout;
};
const missing = await run('openssl', ['version']).then(
  () => false as const,
  () => 'openssl is not installed',
);

describe('CRL and OCSP, judged by openssl over a real listener', { skip: missing }, () => {
  let bench: Bench;
  let http: Http;
  let base: string;
  let folder: string;
  const file = (name: string): string => join(folder, name);

  before(async () => {
    bench = await startBench();
    // openssl compares with the machine's clock.
    bench.clock.advance(Date.now() - bench.clock.now().getTime());
    await makeAuthorities(bench.issuer);
    http = await createHttp({ log: createLog('silent') });
    bench.issuer.routes.status(http);
    await http.listen({ port: 0, host: '127.0.0.1' });
    base = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`;
    folder = await mkdtemp(join(tmpdir(), 'lanyard-status-'));
    const [root, derived] = await Promise.all(['root', 'derived'].map((id) => fetchBytes(`${base}/ca/${id}.cer`)));
    await writeFile(file('root.pem'), toPem('CERTIFICATE', root ?? new Uint8Array()));
    await writeFile(file('derived.pem'), toPem('CERTIFICATE', derived ?? new Uint8Array()));
  });
  after(async () => {
    await http.close();
    await bench.close();
    await rm(folder, { recursive: true });
  });

  async function issued(name: string): Promise<Issued> {
    const certificate = await bench.issuer.issue(issueInput());
    await writeFile(file(`${name}.pem`), toPem('CERTIFICATE', certificate.certificate));
    return certificate;
  }

  async function crls(): Promise<string> {
    const pems = await Promise.all(
      ['root', 'derived'].map(async (id) => toPem('X509 CRL', await fetchBytes(`${base}/crl/${id}.crl`))),
    );
    await writeFile(file('crls.pem'), pems.join(''));
    return file('crls.pem');
  }

  const verify = async (name: string): Promise<string> =>
    openssl(
      'verify',
      '-x509_strict',
      '-crl_check_all',
      '-CAfile',
      file('root.pem'),
      '-untrusted',
      file('derived.pem'),
      '-CRLfile',
      await crls(),
      file(`${name}.pem`),
    );

  const ask = (name: string, ...more: string[]): Promise<string> =>
    openssl(
      'ocsp',
      '-issuer',
      file('derived.pem'),
      '-cert',
      file(`${name}.pem`),
      '-url',
      `${base}/ocsp/derived`,
      '-CAfile',
      file('root.pem'),
      '-verify_other',
      file('derived.pem'),
      ...more,
    );

  test('a good certificate passes openssl verify with both CRLs', async () => {
    await issued('good');
    assert.match(await verify('good'), /good\.pem: OK/);
  });

  test('the root passes as its own anchor, and its CRL as a CRL', async () => {
    await crls();
    assert.match(
      await openssl('crl', '-in', file('crls.pem'), '-CAfile', file('root.pem'), '-noout', '-text'),
      /verify OK[\s\S]*X509v3 CRL Number/,
    );
  });

  test('a revoked certificate is refused by openssl once the next CRL is out, and by OCSP at once', async () => {
    const { sha256 } = await issued('lost');
    assert.match(await ask('lost'), /Response verify OK[\s\S]*: good/);
    await bench.db.tx((tx) =>
      bench.issuer.revoke(tx, { sha256, reason: 'keyCompromise', invalidityDate: new Date('2026-11-20T00:00:00Z') }),
    );
    assert.match(await ask('lost'), /Response verify OK[\s\S]*: revoked[\s\S]*Reason: keyCompromise/);
    assert.deepEqual(await bench.issuer.chores.publishDueCrls(), ['derived']);
    assert.match(await verify('lost'), /certificate revoked/);
  });

  test('a suspended certificate is on hold, and good again once resumed', async () => {
    const { sha256 } = await issued('held');
    await bench.db.tx((tx) => bench.issuer.suspend(tx, { sha256 }));
    assert.match(await ask('held'), /: revoked[\s\S]*Reason: certificateHold/);
    await bench.db.tx((tx) => bench.issuer.resume(tx, { sha256 }));
    assert.match(await ask('held'), /: good/);
    await bench.issuer.chores.publishDueCrls();
    assert.match(await verify('held'), /held\.pem: OK/);
  });

  test('OCSP takes SHA-256 names, several certificates, and echoes the nonce', async () => {
    await issued('one');
    await issued('two');
    const text = await openssl(
      'ocsp',
      '-issuer',
      file('derived.pem'),
      '-sha256',
      '-cert',
      file('one.pem'),
      '-sha256',
      '-cert',
      file('two.pem'),
      '-url',
      `${base}/ocsp/derived`,
      '-CAfile',
      file('root.pem'),
      '-verify_other',
      file('derived.pem'),
      '-resp_text',
    );
    assert.match(text, /Response verify OK/);
    assert.match(text, /OCSP Nonce/);
    assert.match(text, /one\.pem: good[\s\S]*two\.pem: good/);
    assert.doesNotMatch(text, /WARNING: no nonce/);
  });

  test('OCSP says unknown of a number that was never issued, and unauthorized of another CA', async () => {
    await issued('some');
    assert.match(
      await openssl(
        'ocsp',
        '-issuer',
        file('derived.pem'),
        '-serial',
        '0x4142434445464748',
        '-url',
        `${base}/ocsp/derived`,
        '-CAfile',
        file('root.pem'),
        '-verify_other',
        file('derived.pem'),
      ),
      /: unknown/,
    );
    assert.match(
      await openssl(
        'ocsp',
        '-issuer',
        file('root.pem'),
        '-cert',
        file('some.pem'),
        '-url',
        `${base}/ocsp/derived`,
        '-noverify',
      ),
      /unauthorized/,
    );
  });

  test('OCSP over GET carries the cache headers of RFC 5019', async () => {
    await issued('get');
    await openssl(
      'ocsp',
      '-issuer',
      file('derived.pem'),
      '-cert',
      file('get.pem'),
      '-no_nonce',
      '-reqout',
      file('get.req'),
    );
    const request = (await readFile(file('get.req'))).toString('base64');
    const answer = await fetch(`${base}/ocsp/derived/${encodeURIComponent(request)}`);
    assert.equal(answer.headers.get('content-type'), 'application/ocsp-response');
    assert.match(answer.headers.get('cache-control') ?? '', /max-age=60/);
    await writeFile(file('get.resp'), new Uint8Array(await answer.arrayBuffer()));
    const text = await openssl(
      'ocsp',
      '-issuer',
      file('derived.pem'),
      '-cert',
      file('get.pem'),
      '-respin',
      file('get.resp'),
      '-CAfile',
      file('root.pem'),
      '-verify_other',
      file('derived.pem'),
    );
    assert.match(text, /get\.pem: good/);
    const again = await fetch(`${base}/ocsp/derived/${request}`);
    assert.equal(
      again.headers.get('etag'),
      answer.headers.get('etag'),
      'cached, with slashes of base64 left as they are',
    );
  });

  test('OCSP answers nonsense with malformedRequest, and refuses more than 16 KiB', async () => {
    const post = (body: Uint8Array<ArrayBuffer>) =>
      fetch(`${base}/ocsp/derived`, { method: 'POST', headers: { 'content-type': 'application/ocsp-request' }, body });
    const answer = await post(Uint8Array.of(1, 2, 3));
    assert.deepEqual([...new Uint8Array(await answer.arrayBuffer())], [0x30, 3, 0x0a, 1, 1]);
    assert.equal((await post(new Uint8Array(16_385))).status, 413);
    assert.equal((await fetch(`${base}/ocsp/derived/%21%21`)).status, 200);
  });

  test('a CRL is answered with its ETag, and 304 to who has it', async () => {
    const answer = await fetch(`${base}/crl/derived.crl`);
    const etag = answer.headers.get('etag') ?? '';
    assert.match(etag, /^"\d+-[0-9a-f]{16}"$/);
    assert.equal((await fetch(`${base}/crl/derived.crl`, { headers: { 'if-none-match': etag } })).status, 304);
    assert.equal((await fetch(`${base}/crl/nobody.crl`)).status, 404);
  });

  test('the bundle of the authority holds its certificate', async () => {
    const der = await fetchBytes(`${base}/ca/derived.p7c`);
    await writeFile(file('derived.p7c'), der);
    assert.match(
      await openssl('pkcs7', '-inform', 'DER', '-in', file('derived.p7c'), '-print_certs'),
      /Test Derived CA/,
    );
  });

  test('numbers of CRLs only rise, and a CRL that comes late does not replace a newer one', async () => {
    const first = await bench.issuer.publishCrl('derived');
    const second = await bench.issuer.publishCrl('derived');
    assert.ok(second.number > first.number);
    assert.equal((await bench.issuer.crl('derived'))?.number, second.number);
    assert.ok(parseCrl(second.der).nextUpdate);
    assert.ok(parseCertificate((await bench.issuer.authorities())[1]?.certificate.der ?? new Uint8Array()));
  });
});

async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(url);
  assert.equal(answer.status, 200, url);
  return new Uint8Array(await answer.arrayBuffer());
}
