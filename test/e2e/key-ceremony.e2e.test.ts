// A key ceremony on paper's terms: root offline, issuing authorities brought to a server, openssl as the judge.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseCertificate, parseCrl } from '@lanyard/pki';
import { noSoftHsm, type SoftHsm, softHsm } from '@lanyard/pkcs11/testing';
import { needs } from '../needs.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { runProgram } from './support/run-program.ts';
import { selfSigned } from './support/self-signed.ts';

const bytes = async (url: string) => {
  const answer = await fetch(url);
  assert.equal(answer.status, 200, url);
  return new Uint8Array(await answer.arrayBuffer());
};
const openssl = async (...args: string[]) => await runProgram('openssl', args);

describe('a root that stays offline', { skip: needs('openssl') }, () => {
  let on: Lanyard;
  let dir: string;
  const at = (...path: string[]): string => join(dir, ...path);
  const import_ = (...args: string[]) => on.run(['authority', 'import', ...args]);

  before(async () => {
    on = await lanyard();
    const [key, certificate] = [join(on.folder, 'web.key'), join(on.folder, 'web.pem')];
    await selfSigned({ key, certificate }, { name: 'localhost' });
    const web = { LANYARD_TLS_KEY_FILE: key, LANYARD_TLS_CERTIFICATE_FILE: certificate };
    Object.assign(on.env, { LANYARD_DEMO: 'false', ...web });
    dir = join(on.folder, 'ceremony');
  });
  after(() => on?.remove());

  const people = ['--person', 'Ada Vega', '--person', 'Ben Ito'];
  const hold = (input: string, ...more: string[]) =>
    on.run(
      [
        'ceremony',
        dir,
        '--organisation',
        'Harbor Agency',
        '--status-url',
        on.status,
        '--authority',
        'derived:derived:ec-p384',
        '--authority',
        'card:card:rsa-3072',
        ...people,
        ...more,
      ],
      input,
    );

  test('a step that is not confirmed ends it, and nothing is kept', async () => {
    const stopped = await hold('yes\nyes\nno\n');
    assert.equal(stopped.code, 1);
    assert.match(stopped.stderr, /step 3 was not confirmed: nothing was kept/);
    assert.deepEqual(
      readdirSync(on.folder).filter((name) => name.startsWith('ceremony') && !name.endsWith('passphrase')),
      [],
    );
  });

  test('it makes root, authorities and CRL with a transcript; sha256sum and openssl agree with it', async () => {
    const held = await hold('yes\n'.repeat(7));
    assert.equal(held.code, 0, held.stderr);
    const [name = ''] = readdirSync(dir).filter((file) => file.startsWith('transcript-'));
    const transcript = readFileSync(at(name), 'utf8');
    assert.match(
      transcript,
      /present +Ada Vega, Ben Ito[\s\S]*versions +Lanyard [\d.]+, Node v24\.[\s\S]*confirmed at .* with "yes"/,
    );
    assert.equal(transcript.match(/confirmed at/g)?.length, 6);
    const sums = transcript.match(/[0-9a-f]{64} {2}\S+/g) ?? [];
    assert.equal(sums.length, 9);
    const checked = await runProgram('sha256sum', ['-c', '-'], { input: `${sums.join('\n')}\n`, cwd: dir });
    assert.equal(checked.code, 0, checked.text);
    for (const id of ['derived', 'card']) {
      const { code, text } = await openssl(
        'verify',
        '-x509_strict',
        '-crl_check',
        '-CAfile',
        at('installation/root.pem'),
        '-CRLfile',
        at('installation/root.crl.pem'),
        at(`installation/${id}.pem`),
      );
      assert.equal(code, 0, text);
    }
  });

  test("keys are sealed: openssl opens the root's with its own passphrase alone, and it is the certificate's", async () => {
    const [root, issuing] = [`${dir}.root-passphrase`, `${dir}.passphrase`];
    for (const file of [root, issuing, at('offline/root.key.pem')]) assert.equal(statSync(file).mode & 0o077, 0, file);
    const opened = await openssl('pkey', '-in', at('offline/root.key.pem'), '-passin', `file:${root}`, '-pubout');
    const certified = await openssl('x509', '-in', at('installation/root.pem'), '-noout', '-pubkey');
    assert.equal(opened.stdout, certified.stdout);
    assert.notEqual((await openssl('pkey', '-in', at('offline/root.key.pem'), '-passin', `file:${issuing}`)).code, 0);
    assert.equal(existsSync(at('installation/root.key.pem')), false);
  });

  test('the whole folder is not taken in, nor with a wrong passphrase, nor for another address', async () => {
    await on.start();
    assert.match((await import_(dir)).stderr, /holds the root's own part, which must not come to an installation/);
    assert.match(
      (await import_(at('installation'), '--passphrase-file', `${dir}.root-passphrase`)).stderr,
      /does not open/,
    );
    assert.equal((await on.run(['authority', 'list'])).stdout, '');
    const elsewhere = await on.run(['authority', 'import', at('installation')], '', { LANYARD_STATUS_PORT: '8099' });
    assert.match(elsewhere.stderr, /this installation answers at http:\/\/localhost:8099/);
  });

  test('taken in, root certificate, CRLs and OCSP are served, and a card is issued that openssl follows to the root', async () => {
    const came = await import_(at('installation'), '--passphrase-file', `${dir}.passphrase`);
    assert.equal(came.code, 0, came.stderr);
    assert.match(
      came.stdout,
      /root: came in; its key stays offline\nroot: CRL 1 is in force[^\n]*\nderived: came in[^\n]*\ncard: came in/,
    );
    assert.match((await on.run(['authority', 'list'])).stdout, /root\troot\tline root\tkey offline/);
    await issueAndVerify('/crl/card.crl');
  });

  /** A person's card, from the installation, verified with all CRLs and by OCSP. */
  async function issueAndVerify(...crls: string[]): Promise<void> {
    const user = `user${crls.length}`;
    assert.equal((await on.run(['person', 'add', user, '--given', 'Ada', '--surname', 'Vega'])).code, 0);
    const p12 = join(on.folder, `${user}.p12`);
    const issued = await on.run(['card', 'issue', user, '--out', p12]);
    assert.equal(issued.code, 0, issued.stderr);
    const leaf = await openssl('pkcs12', '-in', p12, '-passin', 'pass:demo', '-clcerts', '-nokeys');
    const first = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/.exec(leaf.stdout)?.[0] ?? '';
    writeFileSync(join(on.folder, 'leaf.pem'), first);
    const chain = await openssl('pkcs12', '-in', p12, '-passin', 'pass:demo', '-cacerts', '-nokeys');
    writeFileSync(join(on.folder, 'chain.pem'), chain.stdout);
    const lists = await Promise.all(
      ['/crl/root.crl', ...crls].map(
        async (path) =>
          (await runProgram('openssl', ['crl', '-inform', 'der'], { input: await bytes(on.status + path) })).stdout,
      ),
    );
    writeFileSync(join(on.folder, 'crls.pem'), lists.join(''));
    const verified = await openssl(
      'verify',
      '-x509_strict',
      '-crl_check_all',
      '-CAfile',
      at('installation/root.pem'),
      '-CRLfile',
      join(on.folder, 'crls.pem'),
      '-untrusted',
      join(on.folder, 'chain.pem'),
      join(on.folder, 'leaf.pem'),
    );
    assert.equal(verified.code, 0, verified.text);
  }

  test("taken in again it changes nothing; the root's next CRL comes in the same way, an older one does not", async () => {
    const before = readFileSync(at('installation/root.crl.pem'));
    const signed = await on.run(['ceremony', 'crl', dir, ...people, '--days', '30', '--yes']);
    assert.equal(signed.code, 0, signed.stderr);
    assert.match(
      (await import_(at('installation'))).stdout,
      /root: is here[^\n]*\nroot: CRL 2 is in force[^\n]*\nderived: is here\ncard: is here/,
    );
    assert.equal(parseCrl(await bytes(`${on.status}/crl/root.crl`)).crlNumber, 2n);
    writeFileSync(at('installation/root.crl.pem'), before);
    const older = await import_(at('installation'));
    assert.equal(older.code, 1);
    assert.match(older.stderr, /root\.crl\.pem: conflict/);
  });

  test('a successor of a ceremony follows from its day on, at once where that is past; the one before it keeps its CRL', async () => {
    const made = await on.run([
      'ceremony',
      'authority',
      dir,
      'card-2:card:ec-p256',
      '--line',
      'card',
      '--organisation',
      'Harbor Agency',
      ...people,
      '--yes',
    ]);
    assert.equal(made.code, 0, made.stderr);
    const came = await import_(at('installation'), '--passphrase-file', `${dir}.passphrase`, '--from', '2026-01-01');
    assert.match(came.stdout, /CRL 3 is in force[\s\S]*card-2: came in, issues from 20/);
    await issueAndVerify('/crl/card.crl', '/crl/card-2.crl');
    const leaf = (await openssl('x509', '-in', join(on.folder, 'leaf.pem'), '-noout', '-issuer')).stdout;
    assert.match(leaf, /CN ?= ?Harbor Agency Card CA card-2/);
  });

  test("lanyard authority rollover needs the root's key at hand", async () => {
    const refused = await on.run(['authority', 'rollover', 'card', '--key', 'ec-p384']);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /issuer_unavailable/);
  });

  test('revoked in a ceremony, an authority is refused by openssl', async () => {
    const signed = await on.run([
      'ceremony',
      'crl',
      dir,
      ...people,
      '--revoke',
      'card',
      '--reason',
      'keyCompromise',
      '--yes',
    ]);
    assert.equal(signed.code, 0, signed.stderr);
    assert.equal((await import_(at('installation'))).code, 0);
    const crl = parseCrl(await bytes(`${on.status}/crl/root.crl`));
    const { serialBytes } = parseCertificate(await bytes(`${on.status}/ca/card.cer`));
    assert.deepEqual(
      crl.find(serialBytes).map((entry) => entry.reason),
      ['keyCompromise'],
    );
  });
});

describe('a ceremony with keys in a token', { skip: noSoftHsm || needs('openssl') }, () => {
  let on: Lanyard;
  let hsm: SoftHsm;
  before(async () => {
    hsm = softHsm('harbor');
    on = await lanyard({ ...hsm.env, LANYARD_PKCS11_MODULE: hsm.module, LANYARD_PKCS11_TOKEN: 'harbor' });
    const pin = join(on.folder, 'pin');
    writeFileSync(pin, `${hsm.pin}\n`, { mode: 0o600 });
    Object.assign(on.env, { LANYARD_PKCS11_PIN_FILE: pin });
  });
  after(async () => {
    await on?.remove();
    hsm?.remove();
  });

  test('root and authority are made in the token, and no key is in any file', async () => {
    const dir = join(on.folder, 'ceremony');
    const held = await on.run([
      'ceremony',
      dir,
      '--organisation',
      'Harbor Agency',
      '--status-url',
      on.status,
      '--person',
      'Ada',
      '--token',
      'root',
      '--token',
      'derived',
      '--yes',
    ]);
    assert.equal(held.code, 0, held.stderr);
    assert.match(held.stdout, /in the token, label "lanyard root [\s\S]*in the token, label "lanyard derived /);
    assert.deepEqual(
      [...readdirSync(join(dir, 'offline')), ...readdirSync(join(dir, 'installation'))].filter((f) =>
        f.includes('key'),
      ),
      [],
    );
    assert.equal((await on.run(['ceremony', 'crl', dir, '--person', 'Ada', '--yes'])).code, 0);
    const root = join(dir, 'installation/root.pem');
    const verified = await openssl(
      'verify',
      '-x509_strict',
      '-crl_check',
      '-CAfile',
      root,
      '-CRLfile',
      join(dir, 'installation/root.crl.pem'),
      join(dir, 'installation/derived.pem'),
    );
    assert.equal(verified.code, 0, verified.text);
  });

  test('a PIN that others can read is refused by name', async () => {
    const pin = on.env['LANYARD_PKCS11_PIN_FILE'] ?? '';
    chmodSync(pin, 0o644);
    const refused = await on.run([
      'ceremony',
      join(on.folder, 'other'),
      '--organisation',
      'X',
      '--status-url',
      on.status,
      '--person',
      'Ada',
      '--token',
      'root',
      '--yes',
    ]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /LANYARD_PKCS11_PIN_FILE: others can read/);
    chmodSync(pin, 0o600);
  });

  test('the demo makes its derived authority in the token, and rolls it over inside the token', async () => {
    await on.start();
    assert.match((await on.run(['authority', 'list'])).stdout, /derived\tderived\tline derived\tkey token/);
    const rolled = await on.run(['authority', 'rollover', 'derived']);
    assert.equal(rolled.stdout, 'derived-2\n', rolled.stderr);
    assert.match((await on.run(['authority', 'list'])).stdout, /derived-2\tderived\tline derived\tkey token/);
    const second = parseCertificate(await bytes(`${on.status}/ca/derived-2.cer`));
    assert.ok(parseCrl(await bytes(`${on.status}/crl/derived-2.crl`)).authorityKeyIdentifier?.keyIdentifier);
    assert.ok((await bytes(`${on.status}/ca/derived.cer`)).length > 0 && second.der.length > 0);
  });
});
