// Programs that nobody here wrote accept a derived credential, and refuse it once it is revoked.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { programPath } from '../../scripts/debian-packages.mjs';
import { enrol, type EnrolledDevice } from '../e2e/support/enrolled-device.ts';
import { freePorts } from '../e2e/support/free-ports.ts';
import { lanyard, type Lanyard } from '../e2e/support/lanyard.ts';
import { runProgram, until } from '../e2e/support/run-program.ts';
import { selfSigned } from '../e2e/support/self-signed.ts';
import { needs } from '../needs.ts';

let on: Lanyard;
let device: EnrolledDevice;
let chainFile: string;
let crlFile: string;

const fetchBytes = async (path: string) => new Uint8Array(await (await fetch(`${on.status}${path}`)).arrayBuffer());
const toPemFile = async (kind: 'x509' | 'crl', path: string, to: string) => {
  const made = await runProgram('openssl', [kind, '-inform', 'der', '-outform', 'pem'], {
    input: await fetchBytes(path),
  });
  assert.equal(made.code, 0, made.text);
  writeFileSync(to, made.stdout);
  return made.stdout;
};
const refreshCrl = async () =>
  writeFileSync(
    crlFile,
    (await toPemFile('crl', '/crl/derived.crl', join(on.folder, 'derived.crl.pem'))) +
      (await toPemFile('crl', '/crl/root.crl', join(on.folder, 'root.crl.pem'))),
  );

before(async () => {
  on = await lanyard();
  await on.start();
  device = await enrol(on);
  chainFile = join(on.folder, 'chain.pem');
  crlFile = join(on.folder, 'crls.pem');
  writeFileSync(
    chainFile,
    (await toPemFile('x509', '/ca/derived.cer', join(on.folder, 'derived.pem'))) +
      (await toPemFile('x509', '/ca/root.cer', join(on.folder, 'root.pem'))),
  );
  await refreshCrl();
});
after(() => on?.remove());

/** Ends the credential in the portal, as its holder, and waits until the CRL names it. */
async function revoke(): Promise<void> {
  const answer = await device.holder.delete(`/api/me/credentials/${device.credentialId}`);
  assert.ok(answer.status < 300, JSON.stringify(answer));
  const { stdout } = await runProgram('openssl', [
    'x509',
    '-in',
    await device.pem('authentication'),
    '-noout',
    '-serial',
  ]);
  const serial = stdout.trim().replace('serial=', '');
  await until(
    'the CRL names the revoked certificate',
    async () =>
      (
        await runProgram('openssl', ['crl', '-inform', 'der', '-noout', '-text'], {
          input: await fetchBytes('/crl/derived.crl'),
        })
      ).stdout.includes(serial),
    60,
  );
  await refreshCrl();
}

describe('OpenSSL', { skip: needs('openssl') }, () => {
  const verify = async (purpose: 'authentication' | 'signing' | 'encryption') =>
    runProgram('openssl', [
      'verify',
      '-x509_strict',
      '-crl_check_all',
      '-CRLfile',
      crlFile,
      '-CAfile',
      join(on.folder, 'root.pem'),
      '-untrusted',
      chainFile,
      await device.pem(purpose),
    ]);

  for (const purpose of ['authentication', 'signing', 'encryption'] as const)
    test(`ADM-002 openssl verify with every CRL accepts the ${purpose} certificate`, async () => {
      const { code, text } = await verify(purpose);
      assert.equal(code, 0, text);
    });

  test('openssl ocsp finds the certificate good, with a delegated responder and a nonce', async () => {
    const { code, text } = await ocsp();
    assert.equal(code, 0, text);
    assert.match(text, /Response verify OK/);
    assert.match(text, /: good/);
    assert.doesNotMatch(text, /WARNING/);
  });

  test('openssl cms verifies what the device signed with its signing certificate', async () => {
    const [pem, letter, signed] = [
      await device.pem('signing'),
      join(on.folder, 'letter.txt'),
      join(on.folder, 'signed.eml'),
    ];
    writeFileSync(letter, 'Good morning,\nthe derived credential signs.\n');
    const made = await runProgram('openssl', ['cms', '-sign', '-in', letter, '-signer', pem, '-out', signed]);
    assert.equal(made.code, 0, made.text);
    const checked = await runProgram('openssl', [
      'cms',
      '-verify',
      '-purpose',
      'smimesign',
      '-in',
      signed,
      '-CAfile',
      chainFile,
    ]);
    assert.equal(checked.code, 0, checked.text);
    assert.match(checked.stdout, /the derived credential signs/);
  });

  test('a letter that openssl cms encrypted to the encryption certificate opens with the escrowed key that the device got', async () => {
    const [pem, letter, sealed] = [
      await device.pem('encryption'),
      join(on.folder, 'secret.txt'),
      join(on.folder, 'sealed.eml'),
    ];
    writeFileSync(letter, 'For your eyes only.\n');
    const made = await runProgram('openssl', ['cms', '-encrypt', '-aes256', '-in', letter, '-out', sealed, pem]);
    assert.equal(made.code, 0, made.text);
    const opened = await runProgram('openssl', ['cms', '-decrypt', '-in', sealed, '-recip', pem, '-inkey', pem]);
    assert.equal(opened.code, 0, opened.text);
    assert.match(opened.stdout, /For your eyes only/);
  });
});

const ocsp = async () =>
  runProgram('openssl', [
    'ocsp',
    '-issuer',
    join(on.folder, 'derived.pem'),
    '-cert',
    await device.pem('authentication'),
    '-url',
    `${on.status}/ocsp/derived`,
    '-CAfile',
    chainFile,
  ]);

/** Starts a server of Debian's in the foreground; the caller ends it by its pid. */
function foreground(
  command: string,
  args: readonly string[],
): { child: ChildProcess; text: () => string; end: () => Promise<void> } {
  // servers live in /usr/sbin, which an ordinary user's PATH does not name
  const child = spawn(programPath(command) ?? command, args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout?.on('data', (d: Buffer) => (text += d.toString()));
  child.stderr?.on('data', (d: Buffer) => (text += d.toString()));
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return { child, text: () => text, end: () => (child.kill('SIGTERM'), closed) };
}

async function nginx(port: number): Promise<ReturnType<typeof foreground>> {
  const folder = join(on.folder, 'nginx');
  mkdirSync(folder, { recursive: true });
  chmodSync(on.folder, 0o755); // its workers are another user
  await selfSigned({ key: join(folder, 'key.pem'), certificate: join(folder, 'cert.pem') }, { name: 'localhost' });
  writeFileSync(
    join(folder, 'nginx.conf'),
    `
    daemon off; pid ${folder}/pid; error_log stderr info; worker_processes 1;
    events {}
    http {
      access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
      server {
        listen 127.0.0.1:${port} ssl; ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;
        ssl_client_certificate ${chainFile}; ssl_verify_client on; ssl_verify_depth 3; ssl_crl ${crlFile}; ssl_session_cache off; ssl_session_tickets off;
        location / { return 200 "$ssl_client_verify $ssl_client_s_dn"; }
      }
    }`,
  );
  const server = foreground('nginx', ['-c', join(folder, 'nginx.conf'), '-e', 'stderr']);
  await until('nginx answers', async () => (await get(port).catch(() => null)) !== null, 15).catch((e: Error) =>
    assert.fail(`${e.message}\n${server.text()}`),
  );
  return server;
}

function get(port: number, pem?: string): Promise<{ status: number; text: string }> {
  const identity = pem ? { key: readFileSync(pem), cert: readFileSync(pem) } : {};
  return new Promise((resolve, reject) => {
    const request = httpsRequest({ host: '127.0.0.1', port, agent: false, rejectUnauthorized: false, ...identity });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.on('data', (d: Buffer) => (text += d.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.end();
  });
}

/** EAP-TLS as Wi-Fi does it: hostapd's test client against FreeRADIUS. */
async function freeradius(port: number): Promise<ReturnType<typeof foreground> & { secret: string }> {
  const folder = join(on.folder, 'raddb');
  const secret = 'between-access-point-and-server';
  mkdirSync(folder, { recursive: true });
  const pem = join(folder, 'server.pem');
  await selfSigned(
    { key: pem, certificate: `${pem}.crt` },
    { name: 'radius', extensions: ['extendedKeyUsage=serverAuth'] },
  );
  writeFileSync(pem, readFileSync(pem, 'utf8') + readFileSync(`${pem}.crt`, 'utf8'));
  const cas = join(folder, 'ca-and-crl.pem');
  writeFileSync(cas, readFileSync(chainFile, 'utf8') + readFileSync(crlFile, 'utf8'));
  writeFileSync(
    join(folder, 'radiusd.conf'),
    `
prefix = /usr
logdir = ${folder}
run_dir = ${folder}
raddbdir = ${folder}
libdir = /usr/lib/freeradius
log {
  destination = stdout
}
security {
  allow_core_dumps = no
}
thread pool {
  start_servers = 1
  max_servers = 2
}
client here {
  ipaddr = 127.0.0.1
  secret = ${secret}
}
modules {
  always reject {
    rcode = reject
  }
  eap {
    default_eap_type = tls
    tls-config tls-common {
      private_key_file = ${pem}
      certificate_file = ${pem}
      ca_file = ${cas}
      check_crl = yes
      ecdh_curve = ""
      tls_min_version = "1.2"
      tls_max_version = "1.2"
    }
    tls {
      tls = tls-common
    }
  }
}
server default {
  listen {
    type = auth
    ipaddr = 127.0.0.1
    port = ${port}
  }
  authorize {
    eap
  }
  authenticate {
    eap
  }
}
`,
  );
  const server = foreground('freeradius', ['-d', folder, '-fxx', '-l', 'stdout']);
  await until('FreeRADIUS listens', async () => server.text().includes('Ready to process requests'), 15).catch(
    (e: Error) => assert.fail(`${e.message}\n${server.text()}`),
  );
  return { ...server, secret };
}

async function eapol(port: number, secret: string): Promise<{ code: number | null; text: string }> {
  const pem = await device.pem('authentication');
  const conf = join(on.folder, 'eap.conf');
  writeFileSync(
    conf,
    `network={\n ssid="agency"\n key_mgmt=WPA-EAP\n eap=TLS\n identity="ada.vega@harbor.example"\n client_cert="${pem}"\n private_key="${pem}"\n}\n`,
  );
  return runProgram('eapol_test', ['-c', conf, '-a', '127.0.0.1', '-p', String(port), '-s', secret, '-t', '10'], {
    seconds: 20,
  });
}

test(
  'nginx and FreeRADIUS accept the authentication certificate, and refuse it once its holder ended it',
  { skip: needs('nginx', 'freeradius', 'eapol_test', 'openssl') },
  async () => {
    const [webPort = 0, radiusPort = 0, webAgain = 0, radiusAgain = 0] = await freePorts(4);
    const pem = await device.pem('authentication');
    let [web, radius] = [await nginx(webPort), await freeradius(radiusPort)];
    try {
      assert.equal((await get(webPort)).status, 400, 'nginx refuses a client without a certificate');
      const accepted = await get(webPort, pem);
      assert.equal(accepted.text, 'SUCCESS CN=Ada Vega,OU=Demo,O=Harbor Agency,C=US');
      const wifi = await eapol(radiusPort, radius.secret);
      assert.equal(wifi.code, 0, `${wifi.text.slice(-2_000)}\n${radius.text().slice(-3_000)}`);
    } finally {
      await web.end();
      await radius.end();
    }
    await revoke();
    [web, radius] = [await nginx(webAgain), await freeradius(radiusAgain)];
    try {
      const refused = await get(webAgain, pem);
      assert.equal(refused.status, 400);
      assert.match(web.text(), /certificate revoked/);
      const wifi = await eapol(radiusAgain, radius.secret);
      assert.notEqual(wifi.code, 0);
      assert.match(radius.text(), /certificate revoked/i);
    } finally {
      await web.end();
      await radius.end();
    }
    const status = await ocsp();
    assert.match(status.text, /: revoked/);
    assert.match(status.text, /Response verify OK/);
  },
);
