// EST (RFC 7030, RFC 8951) of the running server, as strongSwan's client and openssl see it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { lanyard, type Lanyard } from '../e2e/support/lanyard.ts';
import { needs } from '../needs.ts';
import { assertRefused, openssl, pki, subjectOf, verify as verifyWith } from './strongswan.ts';

const skip = needs('pki', 'openssl');

interface Invitation {
  readonly id: string;
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

interface Call {
  readonly body?: string;
  readonly by?: Invitation;
  /** PKCS#12 file of a certificate that the connection shows. */
  readonly card?: string;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly challenge: string | undefined;
}

describe('EST, judged by strongSwan and openssl', { skip }, () => {
  let on: Lanyard;
  const file = (name: string): string => join(on.folder, name);

  before(async () => {
    on = await lanyard();
    await on.start();
    for (const id of ['root', 'derived']) {
      const der = Buffer.from(await (await fetch(`${on.status}/ca/${id}.cer`)).arrayBuffer());
      writeFileSync(file(`${id}.der`), der);
    }
    await openssl('x509', '-inform', 'der', '-in', file('root.der'), '-out', file('root.pem'));
    await openssl('x509', '-inform', 'der', '-in', file('derived.der'), '-out', file('derived.pem'));
  });
  after(() => on?.remove());

  async function invite(...args: string[]): Promise<Invitation> {
    const { code, stdout, stderr } = await on.run(['est', 'invite', 'ada.vega', ...args]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as Invitation;
  }

  /** A key and a request for it, as strongSwan writes them. */
  async function makeRequest(name: string, dn = 'CN=whoever asks'): Promise<string> {
    writeFileSync(file(`${name}.key`), (await pki('--gen', '--type', 'ecdsa', '--size', '256')).out);
    const { out } = await pki('--req', '--type', 'ecdsa', '--in', file(`${name}.key`), '--dn', dn);
    writeFileSync(file(`${name}.csr`), out);
    return file(`${name}.csr`);
  }

  const trust = (): string[] => ['--cacert', file('root.der'), '--cacert', file('derived.der')];
  const basic = ({ user, password }: Invitation): string[] => ['--userpass', `${user}:${password}`];

  async function enrol(name: string, invitation: Invitation): Promise<string> {
    const csr = await makeRequest(name);
    const { out } = await pki('--est', '--url', on.est, '--in', csr, ...trust(), ...basic(invitation));
    writeFileSync(file(`${name}.crt`), out);
    return file(`${name}.crt`);
  }

  const renewWith = (csr: string, crt: string, key: string) =>
    pki('--est', '--url', on.est, '--in', csr, ...trust(), '--cert', crt, '--key', key);

  const verify = (crt: string): Promise<string> => verifyWith(crt, file('derived.der'), file('root.der'));

  /** Speaks EST by hand, where a client would not say what is to be seen. */
  function call(operation: string, { body, by, card }: Call = {}): Promise<Answer> {
    const authorization = by && `Basic ${Buffer.from(`${by.user}:${by.password}`).toString('base64')}`;
    const headers = {
      ...(authorization ? { authorization } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/pkcs10' }),
    };
    return new Promise((resolve, reject) => {
      const request = httpsRequest(
        `${on.est}/.well-known/est/${operation}`,
        {
          method: body === undefined ? 'GET' : 'POST',
          headers,
          ca: readFileSync(file('root.pem')),
          ...(card ? { pfx: readFileSync(card), passphrase: 'demo' } : {}),
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers['content-type'] ?? '',
              text,
              challenge: response.headers['www-authenticate'],
            }),
          );
        },
      );
      request.on('error', reject).end(body);
    });
  }

  const base64Of = (path: string): string =>
    readFileSync(path)
      .toString('base64')
      .replace(/.{1,64}/g, '$&\r\n');

  const refuses = (work: Promise<unknown>, code: string): Promise<void> =>
    assertRefused(on, work, new RegExp(`"code":"${code}".*EST request refused`));

  test('the client gets the authorities and tells root from intermediate', async () => {
    const { said } = await pki(
      '--estca',
      '--url',
      on.est,
      '--cacert',
      file('root.der'),
      '--caout',
      file('got.der'),
      '--force',
    );
    assert.match(said, /Root CA cert "C=US, O=Harbor Agency, CN=Harbor Agency Demo Root CA"/);
    assert.match(said, /Sub CA cert is trusted/);
    assert.deepEqual(readFileSync(file('got.der')), readFileSync(file('root.der')));
  });

  test('a one-time password gets a certificate with the names of the directory, whatever the request says', async () => {
    const crt = await enrol('first', await invite());
    assert.match(await subjectOf(crt), /subject=CN=Ada Vega,O=Harbor Agency,C=US/);
    assert.match(await verify(crt), /OK/);
  });

  test('the same password serves the same key again, and no other key', async () => {
    const invitation = await invite();
    const crt = await enrol('again', invitation);
    const repeated = await call('simpleenroll', { body: base64Of(file('again.csr')), by: invitation });
    assert.equal(repeated.status, 200);
    writeFileSync(file('again.p7'), Buffer.from(repeated.text, 'base64'));
    await openssl('pkcs7', '-inform', 'der', '-in', file('again.p7'), '-print_certs', '-out', file('again.pem'));
    await openssl('x509', '-in', file('again.pem'), '-outform', 'der', '-out', file('again.der'));
    assert.deepEqual(readFileSync(file('again.der')), readFileSync(crt));
    await makeRequest('other');
    const other = await call('simpleenroll', { body: base64Of(file('other.csr')), by: invitation });
    assert.deepEqual([other.status, other.type], [410, 'text/plain; charset=utf-8']);
    assert.match(other.text, /^enrolment_used: /);
  });

  test('a wrong password is refused with a challenge, and the client says so', async () => {
    const invitation = { ...(await invite()), password: 'A'.repeat(26) };
    await refuses(enrol('wrong', invitation), 'enrolment_refused');
    const answer = await call('simpleenroll', { body: base64Of(file('wrong.csr')), by: invitation });
    assert.equal(answer.status, 401);
    assert.match(answer.challenge ?? '', /^Basic realm="est"/);
    assert.match(answer.text, /^enrolment_refused: /);
  });

  test('a certificate renews itself once, for a new key, and its names must be repeated', async () => {
    const old = await enrol('old', await invite());
    const renewal = async (name: string, dn: string): Promise<Buffer> =>
      (await renewWith(await makeRequest(name, dn), old, file('old.key'))).out;
    const dn = 'C=US, O=Harbor Agency, CN=Ada Vega';
    await refuses(renewal('stranger', 'C=US, O=Harbor Agency, CN=Somebody Else'), 'enrolment_names_differ');
    const renewed = await renewal('renewed', dn);
    writeFileSync(file('renewed.crt'), renewed);
    assert.notDeepEqual(renewed, readFileSync(old));
    assert.match(await verify(file('renewed.crt')), /OK/);
    await refuses(renewal('twice', dn), 'enrolment_used');
  });

  test('an ended enrolment renews nothing, and its certificate is revoked', async () => {
    const invitation = await invite();
    const crt = await enrol('ended', invitation);
    assert.equal((await on.run(['enrolment', 'end', invitation.id, '--reason', 'keyCompromise'])).code, 0);
    const csr = await makeRequest('after-end', 'C=US, O=Harbor Agency, CN=Ada Vega');
    await refuses(renewWith(csr, crt, file('ended.key')), 'enrolment_certificate_refused');
    await openssl('x509', '-inform', 'der', '-in', crt, '-out', file('ended.pem'));
    const status = await openssl(
      'ocsp',
      '-issuer',
      file('derived.pem'),
      '-cert',
      file('ended.pem'),
      '-url',
      `${on.status}/ocsp/derived`,
      '-CAfile',
      file('root.pem'),
      '-no_nonce',
    );
    assert.match(status, /ended\.pem: revoked/);
    assert.match(status, /Reason: keyCompromise/);
  });

  test('a certificate that is of no enrolment renews nothing', async () => {
    await makeRequest('card');
    const answer = await call('simplereenroll', {
      body: base64Of(file('card.csr')),
      card: join(on.cards, 'ada.vega.p12'),
    });
    assert.deepEqual([answer.status, answer.text.split(':')[0]], [403, 'enrolment_certificate_refused']);
    const without = await call('simplereenroll', { body: base64Of(file('card.csr')) });
    assert.deepEqual([without.status, without.text.split(':')[0]], [403, 'enrolment_certificate_required']);
  });

  test('an encryption key is made by the server, escrowed, and comes with its certificate', async () => {
    const invitation = await invite('--profile', 'key-management');
    await makeRequest('kind');
    const body = base64Of(file('kind.csr'));
    const refused = await call('simpleenroll', { body, by: invitation });
    assert.deepEqual([refused.status, refused.text.split(':')[0]], [400, 'enrolment_key_made_here']);
    const answer = await call('serverkeygen', { body, by: invitation });
    assert.equal(answer.status, 200, answer.text);
    const boundary = /^multipart\/mixed; boundary=(.+)$/.exec(answer.type)?.[1];
    const parts = answer.text
      .split(`--${boundary}`)
      .map((part) => Buffer.from(part.split('\r\n\r\n')[1] ?? '', 'base64'));
    assert.match(answer.text, /Content-Type: application\/pkcs8\r\nContent-Transfer-Encoding: base64/);
    writeFileSync(file('made.key'), parts[1] ?? Buffer.alloc(0));
    writeFileSync(file('made.p7'), parts[2] ?? Buffer.alloc(0));
    await openssl('pkcs7', '-inform', 'der', '-in', file('made.p7'), '-print_certs', '-out', file('made.pem'));
    const ofKey = await openssl('pkey', '-inform', 'der', '-in', file('made.key'), '-pubout');
    assert.equal(ofKey, await openssl('x509', '-in', file('made.pem'), '-noout', '-pubkey'));
    assert.notEqual(ofKey, await openssl('req', '-inform', 'der', '-in', file('kind.csr'), '-noout', '-pubkey'));
  });

  test('a key that signs is never made by the server', async () => {
    await makeRequest('signer');
    const answer = await call('serverkeygen', { body: base64Of(file('signer.csr')), by: await invite() });
    assert.deepEqual([answer.status, answer.text.split(':')[0]], [400, 'enrolment_key_made_by_client']);
  });

  for (const [what, body, status, code] of [
    ['no request at all', '', 400, 'csr_malformed'],
    ['no base64', '***', 400, 'csr_malformed'],
    ['no PKCS#10', Buffer.from('hello').toString('base64'), 400, 'csr_malformed'],
    ['too much', 'A'.repeat(40_000), 413, 'input_too_large'],
  ] as const) {
    test(`${what} is refused by name`, async () => {
      const answer = await call('simpleenroll', { body, by: await invite() });
      assert.deepEqual([answer.status, answer.text.split(':')[0]], [status, code]);
    });
  }

  test('what a request should be like is told as DER that openssl reads', async () => {
    const answer = await call('csrattrs');
    assert.equal(answer.type, 'application/csrattrs');
    writeFileSync(file('attrs.der'), Buffer.from(answer.text, 'base64'));
    const shown = await openssl('asn1parse', '-inform', 'der', '-in', file('attrs.der'));
    assert.match(shown, /id-ecPublicKey[\s\S]*prime256v1[\s\S]*ecdsa-with-SHA256/);
  });

  test('a path that names an authority is for that authority only', async () => {
    await makeRequest('label');
    const body = base64Of(file('label.csr'));
    const by = await invite();
    assert.equal((await call('card/simpleenroll', { body, by })).status, 404);
    assert.equal((await call('derived/simpleenroll', { body, by })).status, 200);
    assert.equal((await call('nowhere/cacerts')).status, 404);
  });
});
