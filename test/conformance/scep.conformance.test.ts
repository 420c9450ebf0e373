// SCEP (RFC 8894) of the running server, as strongSwan's client and openssl see it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { lanyard, type Lanyard } from '../e2e/support/lanyard.ts';
import { needs } from '../needs.ts';
import { assertRefused, openssl, pki, subjectOf, verify as verifyWith } from './strongswan.ts';

const skip = needs('pki', 'openssl', '/usr/lib/ipsec/plugins/libstrongswan-curl.so');
const DN = 'C=US, O=Harbor Agency, CN=Ada Vega';

interface Invitation {
  readonly id: string;
  readonly url: string;
  readonly challenge: string;
}

describe('SCEP, judged by strongSwan and openssl', { skip }, () => {
  let on: Lanyard;
  const file = (name: string): string => join(on.folder, name);

  before(async () => {
    on = await lanyard();
    await on.start();
  });
  after(() => on?.remove());

  async function invite(...args: string[]): Promise<Invitation> {
    const { code, stdout, stderr } = await on.run(['scep', 'invite', 'ada.vega', ...args]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as Invitation;
  }

  const url = (): string => `${on.status}/scep/derived`;

  async function newKey(name: string): Promise<string> {
    writeFileSync(file(`${name}.key`), (await pki('--gen', '--type', 'rsa', '--size', '2048')).out);
    return file(`${name}.key`);
  }

  const authorities = (): string[] => [
    '--cacert-enc',
    file('ra.der'),
    '--cacert-sig',
    file('ca-1.der'),
    '--cacert',
    file('ca.der'),
  ];

  async function enrol(name: string, challenge: string, ...more: string[]): Promise<string> {
    const key = existsSync(file(`${name}.key`)) ? file(`${name}.key`) : await newKey(name);
    const args = [
      '--scep',
      '--url',
      url(),
      '--in',
      key,
      '--dn',
      DN,
      '--password',
      challenge,
      ...authorities(),
      ...more,
    ];
    writeFileSync(file(`${name}.crt`), (await pki(...args)).out);
    return file(`${name}.crt`);
  }

  async function renew(name: string, old: string): Promise<string> {
    const args = [
      '--scep',
      '--url',
      url(),
      '--in',
      await newKey(name),
      '--dn',
      DN,
      '--cert',
      file(`${old}.crt`),
      '--key',
      file(`${old}.key`),
    ];
    writeFileSync(file(`${name}.crt`), (await pki(...args, ...authorities())).out);
    return file(`${name}.crt`);
  }

  const verify = (crt: string): Promise<string> => verifyWith(crt, file('ca-1.der'), file('ca.der'));

  const fingerprint = (crt: string): Promise<string> =>
    openssl('x509', '-inform', 'der', '-in', crt, '-noout', '-fingerprint', '-sha256');

  const refuses = (work: Promise<unknown>, why: string): Promise<void> =>
    assertRefused(on, work, new RegExp(`${why}.*SCEP request refused`));

  test('the capabilities are those that are kept', async () => {
    const answer = await fetch(`${url()}/pkiclient.exe?operation=GetCACaps`);
    assert.deepEqual((await answer.text()).trim().split('\n'), [
      'AES',
      'POSTPKIOperation',
      'Renewal',
      'SCEPStandard',
      'SHA-256',
      'SHA-384',
      'SHA-512',
    ]);
  });

  test('the client gets root, authority and registration key, and trusts the chain', async () => {
    const { said } = await pki(
      '--scepca',
      '--url',
      url(),
      '--caout',
      file('ca.der'),
      '--raout',
      file('ra.der'),
      '--force',
    );
    assert.match(said, /Root CA cert "C=US, O=Harbor Agency, CN=Harbor Agency Demo Root CA"/);
    assert.match(said, /RA cert is trusted/);
    const usage = await openssl('x509', '-inform', 'der', '-in', file('ra.der'), '-noout', '-ext', 'keyUsage');
    assert.match(usage, /Digital Signature, Key Encipherment/);
  });

  test('a one-time challenge gets a certificate with the names of the directory', async () => {
    const { challenge } = await invite();
    const crt = await enrol('first', challenge);
    assert.match(await verify(crt), /OK/);
    assert.match(await subjectOf(crt), /CN=Ada Vega,O=Harbor Agency,C=US/);
  });

  for (const [digest, padding] of [
    ['sha512', 'pkcs1'],
    ['sha256', 'pss'],
  ] as const) {
    test(`${digest} with ${padding} padding is spoken`, async () => {
      const { challenge } = await invite();
      assert.match(
        await verify(await enrol(`${digest}-${padding}`, challenge, '--digest', digest, '--rsa-padding', padding)),
        /OK/,
      );
    });
  }

  test('a message that is repeated is answered with the same certificate', async () => {
    const { challenge } = await invite();
    const first = await fingerprint(await enrol('repeated', challenge));
    assert.equal(await fingerprint(await enrol('repeated', challenge)), first);
  });

  test('a challenge serves one key', async () => {
    const { challenge } = await invite();
    await enrol('one', challenge);
    await refuses(enrol('two', challenge), '"badRequest","text":"enrolment_used: ');
  });

  test('a wrong challenge is refused', async () => {
    const { challenge } = await invite();
    const wrong = `${challenge.split('-')[0] ?? ''}-${'A'.repeat(26)}`;
    await refuses(enrol('wrong', wrong), '"badRequest","text":"enrolment_refused: ');
  });

  test('a certificate renews itself once, signed by its own key', async () => {
    const { challenge } = await invite();
    const old = await enrol('old', challenge);
    const renewed = await renew('renewed', 'old');
    assert.match(await verify(renewed), /OK/);
    assert.notEqual(await fingerprint(renewed), await fingerprint(old));
    await refuses(renew('renewed-twice', 'old'), '"badRequest","text":"enrolment_used: ');
  });

  test('an ended enrolment renews nothing', async () => {
    const { id, challenge } = await invite();
    await enrol('ended', challenge);
    assert.equal((await on.run(['enrolment', 'end', id])).code, 0);
    await refuses(renew('after-end', 'ended'), '"badCertId","text":"enrolment_certificate_refused: ');
  });

  test('SHA-1 and triple DES are not spoken', async () => {
    const { challenge } = await invite();
    await refuses(enrol('weak', challenge, '--digest', 'sha1'), 'badMessageCheck');
    await refuses(enrol('weak', challenge, '--cipher', 'des3'), 'badAlg');
    assert.match(await verify(await enrol('weak', challenge)), /OK/, 'neither used the challenge up');
  });

  for (const [what, body, status] of [
    ['nothing', '', 400],
    ['no CMS', 'hello', 400],
    ['too much', 'A'.repeat(70_000), 413],
  ] as const) {
    test(`${what} is refused by its status, since no answer can be addressed`, async () => {
      const answer = await fetch(`${url()}?operation=PKIOperation`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-pki-message' },
      });
      assert.equal(answer.status, status);
    });
  }

  test('a root, and an authority that is not there, speak no SCEP', async () => {
    for (const id of ['root', 'nobody'])
      assert.equal((await fetch(`${on.status}/scep/${id}?operation=GetCACert`)).status, 404);
    assert.equal((await fetch(`${url()}?operation=GetCRL`)).status, 400);
    assert.ok(readFileSync(file('ra.der')).length > 0);
  });
});
