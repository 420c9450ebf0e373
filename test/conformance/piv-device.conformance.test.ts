// A device's derived credential, got the whole way, is this desktop's PIV card: `lanyard reader` as a person runs it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { after, before, describe, test } from 'node:test';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { enrol, type EnrolledDevice, PIN } from '../e2e/support/enrolled-device.ts';
import { lanyard, type Lanyard } from '../e2e/support/lanyard.ts';
import { runProgram, type Ran, until } from '../e2e/support/run-program.ts';
import { selfSigned } from '../e2e/support/self-signed.ts';
import { needs } from '../needs.ts';
import { MODULE, withCard } from './piv-card.ts';

const CLI = resolve(import.meta.dirname, '../../apps/cli/src/main.ts');
const ENGINE = `${LIBRARIES}/engines-3/pkcs11.so`;
const NEW_PIN = '918273';
const skip = needs('opensc-tool', 'yubico-piv-tool', 'openssl', `${LIBRARIES}/libpcsclite.so.1`);

let on: Lanyard;
let device: EnrolledDevice;
let reader: Reader;
let socket: string;
let pin = PIN;

interface Reader {
  /** Both streams so far. */
  said(): string;
  /** Ctrl-C, as a person ends it. */
  stop(): Promise<number | null>;
}

async function startReader(): Promise<Reader> {
  const home = join(on.folder, 'device-Phone');
  const child = spawn(process.execPath, [CLI, 'reader', '--home', home, '--socket', socket, '--interval', '1']);
  const closed = new Promise<number | null>((done) => child.on('close', done));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (octets: Buffer) => (said += octets.toString()));
  await until(
    'the reader answers',
    async () => said.includes('export PCSCLITE_CSOCK_NAME=') || child.exitCode !== null,
    20,
  );
  return {
    said: () => said,
    stop: () => {
      child.kill('SIGINT');
      return closed;
    },
  };
}

const run = (program: string, ...args: readonly string[]): Promise<Ran> => withCard(socket, program, args);
const tool = (...args: readonly string[]): Promise<Ran> => run('pkcs11-tool', '--module', MODULE, ...args);
const inFolder = (name: string): string => join(on.folder, name);
const triesLeft = async (): Promise<string | undefined> =>
  /PIN tries left:\s+(\d+)/.exec((await run('yubico-piv-tool', '-r', 'Lanyard', '-a', 'status')).text)?.[1];

/** The certificate that the card shows, as a PEM file. */
async function cardCertificate(id: string): Promise<string> {
  const [der, pem] = [inFolder(`card-${id}.der`), inFolder(`card-${id}.pem`)];
  const read = await tool('--read-object', '--type', 'cert', '--id', id, '-o', der);
  assert.equal(read.code, 0, read.text);
  await runProgram('openssl', ['x509', '-inform', 'der', '-in', der, '-out', pem]);
  return pem;
}

before(async () => {
  if (skip !== false) return;
  on = await lanyard();
  socket = inFolder('pcscd.comm');
  await on.start();
  device = await enrol(on);
  reader = await startReader();
});
after(async () => {
  await reader?.stop();
  await on?.remove();
});

describe('lanyard reader', { skip }, () => {
  test('BLE-048 the card shows the device’s certificates without any secret, under their serial numbers', async () => {
    assert.match(reader.said(), /export PCSCLITE_CSOCK_NAME=\S+pcscd\.comm/);
    const listed = await tool('-O', '--type', 'cert');
    assert.equal(listed.code, 0, listed.text);
    const shown = [...listed.text.matchAll(/serial:\s+([0-9A-F]+)/g)].map(([, serial]) => serial?.toLowerCase());
    assert.equal(shown.length, 3);
    const status = await device.holder.home();
    const known = JSON.stringify(status).toLowerCase();
    for (const serial of shown)
      assert.ok(known.includes(serial ?? 'none'), `${String(serial)} is not on the portal: ${known}`);
  });

  test(
    'PDM-063 BLE-050 a protected website lets the card in by its PIN: OpenSSL',
    { skip: needs(ENGINE) },
    async () => {
      await using site = await protectedSite();
      const key = `pkcs11:id=%01;type=private;pin-value=${pin}`;
      const client = [
        'openssl',
        's_client',
        '-quiet',
        '-connect',
        `127.0.0.1:${site.port}`,
        '-engine',
        'pkcs11',
        '-keyform',
        'engine',
        '-key',
        key,
        '-cert',
        await cardCertificate('01'),
      ];
      const { text } = await withCard(
        socket,
        'env',
        [`PKCS11_MODULE_PATH=${MODULE}`, ...client],
        'GET / HTTP/1.0\r\n\r\n',
      );
      assert.match(text, /welcome, .*Vega/i);
    },
  );

  test(
    'PDM-063 BLE-050 a protected website lets the card in by its PIN: GnuTLS',
    { skip: needs('gnutls-cli') },
    async () => {
      await using site = await protectedSite();
      const client = [
        'gnutls-cli',
        '--insecure',
        '--logfile=/dev/null',
        `--provider=${MODULE}`,
        '--x509certfile=pkcs11:id=%01;type=cert',
        '--x509keyfile=pkcs11:id=%01;type=private',
        '-p',
        String(site.port),
        '127.0.0.1',
      ];
      const { text } = await withCard(socket, 'env', [`GNUTLS_PIN=${pin}`, ...client], 'GET / HTTP/1.0\r\n\r\n');
      assert.match(text, /welcome, .*Vega/i);
    },
  );

  test('the signing key signs with the PIN given for each signature, and OpenSSL verifies it', async () => {
    const [input, out] = [inFolder('digest'), inFolder('signature')];
    writeFileSync(inFolder('message'), 'what is signed\n');
    await runProgram('openssl', ['dgst', '-sha256', '-binary', '-out', input, inFolder('message')]);
    const signed = await tool(
      '--login',
      '--pin',
      pin,
      '--sign',
      '--mechanism',
      'ECDSA',
      '--signature-format',
      'openssl',
      '--id',
      '02',
      '-i',
      input,
      '-o',
      out,
    );
    assert.equal(signed.code, 0, signed.text);
    const { stdout } = await runProgram('openssl', ['x509', '-in', await cardCertificate('02'), '-noout', '-pubkey']);
    writeFileSync(inFolder('signer.pem'), stdout);
    const judged = await runProgram('openssl', [
      'dgst',
      '-sha256',
      '-verify',
      inFolder('signer.pem'),
      '-signature',
      out,
      inFolder('message'),
    ]);
    assert.match(judged.text, /Verified OK/);
  });

  test(
    'a letter encrypted to the certificate on the card opens with the escrowed key behind it',
    { skip: needs(ENGINE) },
    async () => {
      const [letter, sealed, pem] = [inFolder('letter'), inFolder('sealed'), await cardCertificate('03')];
      writeFileSync(letter, 'For your eyes only.\n');
      const made = await runProgram('openssl', ['cms', '-encrypt', '-aes256', '-in', letter, '-out', sealed, pem]);
      assert.equal(made.code, 0, made.text);
      const key = `pkcs11:id=%03;type=private;pin-value=${pin}`;
      const opened = await withCard(socket, 'env', [
        `PKCS11_MODULE_PATH=${MODULE}`,
        'openssl',
        'cms',
        '-decrypt',
        '-in',
        sealed,
        '-recip',
        pem,
        '-engine',
        'pkcs11',
        '-keyform',
        'engine',
        '-inkey',
        key,
      ]);
      assert.equal(opened.code, 0, opened.text);
      assert.match(opened.stdout, /For your eyes only/);
    },
  );

  test('PDM-033 the PIN is changed through the card; one that everybody would try is refused', async () => {
    const change = (next: string) => tool('--login', '--pin', pin, '--change-pin', '--new-pin', next);
    assert.notEqual((await change('123456')).code, 0);
    const changed = await change(NEW_PIN);
    assert.equal(changed.code, 0, changed.text);
    pin = NEW_PIN;
    assert.equal((await tool('--login', '--pin', pin, '-O')).code, 0);
  });

  test('a wrong PIN is counted by the server, and neither a restart of the reader nor another program wins a try back', async () => {
    assert.match((await tool('--login', '--pin', '111222', '-O')).text, /CKR_PIN_INCORRECT/);
    assert.equal(await triesLeft(), '9');
    assert.equal(await reader.stop(), 0);
    const other = await device.run(['sign', '--in', inFolder('message'), '--pin-stdin'], '333444\n');
    assert.match(other.stderr, /Tries left: 8/);
    reader = await startReader();
    assert.match((await tool('--login', '--pin', '555666', '-O')).text, /CKR_PIN_INCORRECT/);
    assert.equal(await triesLeft(), '7');
    assert.equal((await tool('--login', '--pin', pin, '-O')).code, 0);
    assert.equal(await triesLeft(), '10');
  });

  test('when the credential ends, its card leaves the reader', async () => {
    const answer = await device.holder.delete(`/api/me/credentials/${device.credentialId}`);
    assert.ok(answer.status < 300, JSON.stringify(answer));
    await until('the reader is empty', async () => reader.said().includes('the reader is empty'), 30);
    assert.match((await run('opensc-tool', '-a')).text, /Card not present|card not present|not present/i);
    assert.equal(await reader.stop(), 0);
  });
});

/** A website that asks for a certificate of the issuer, and greets by its name. */
async function protectedSite(): Promise<AsyncDisposable & { readonly port: number }> {
  const [key, certificate] = [inFolder('site.key'), inFolder('site.pem')];
  await selfSigned({ key: key, certificate: certificate }, { name: 'localhost' });
  const authority = async (name: string) => {
    const der = new Uint8Array(await (await fetch(`${on.status}/ca/${name}.cer`)).arrayBuffer());
    return (await runProgram('openssl', ['x509', '-inform', 'der'], { input: der })).stdout;
  };
  const ca = [await authority('root'), await authority('derived')];
  const tls = {
    key: readFileSync(key),
    cert: readFileSync(certificate),
    ca,
    requestCert: true,
    rejectUnauthorized: true,
  };
  const server = createServer(tls, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    response.setHeader('Connection', 'close').end(`welcome, ${String(subject.CN)}\n`);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
