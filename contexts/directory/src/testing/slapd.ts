import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair, softwareSigner } from '@lanyard/crypto';
import { ext, nameFrom, OID, signCertificate, toPem } from '@lanyard/pki';

export const SLAPD = '/usr/sbin/slapd';
export const READER = { dn: 'cn=reader,dc=agency,dc=example', password: 'reads, and writes nothing' };
export const MANAGER = { dn: 'cn=manager,dc=agency,dc=example', password: 'writes' };

/** Debian's OpenLDAP with a directory of its own, on loopback. */
export interface Slapd {
  /** Not encrypted, with StartTLS. */
  readonly plain: string;
  readonly tls: string;
  /** Its certificate, for `localhost`, signed by itself. */
  readonly certificate: string;
  stop(): Promise<void>;
}

/** @param ldif entries below `dc=agency,dc=example` */
export async function startSlapd(ldif: string): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-slapd-'));
  const certificate = await writeFiles(folder, ldif);
  const conf = join(folder, 'slapd.conf');
  execFileSync('/usr/sbin/slapadd', ['-q', '-f', conf, '-l', join(folder, 'entries.ldif')], { stdio: 'pipe' });
  const [port, tlsPort] = [await freePort(), await freePort()];
  const addresses = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${tlsPort}`;
  const child = spawn(SLAPD, ['-f', conf, '-h', addresses, '-d', 'stats'], { stdio: ['ignore', 'ignore', 'pipe'] });
  await started(child);
  return {
    plain: `ldap://localhost:${port}`,
    tls: `ldaps://localhost:${tlsPort}`,
    certificate,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.kill('SIGTERM')) await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function writeFiles(folder: string, ldif: string): Promise<string> {
  const { key, cert } = await identity();
  mkdirSync(join(folder, 'db'));
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'entries.ldif'), ldif);
  writeFileSync(
    join(folder, 'slapd.conf'),
    `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
# Nobody gets more than 500 entries who does not page.
sizelimit size=500 size.prtotal=unlimited
database mdb
maxsize 104857600
suffix dc=agency,dc=example
rootdn ${MANAGER.dn}
rootpw ${MANAGER.password}
directory ${folder}/db
index objectClass,modifyTimestamp eq
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${READER.dn}" read by anonymous auth by * none
`,
  );
  return cert;
}

async function identity(): Promise<{ key: string; cert: string }> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const subject = nameFrom([{ type: 'CN', value: 'localhost' }]);
  const [notBefore, notAfter] = [new Date('2020-01-01'), new Date('2040-01-01')];
  const names = ext.subjectAltName([{ kind: 'dns', value: 'localhost' }]);
  const extensions = [names, ext.extendedKeyUsage([OID.serverAuth])];
  const template = { serial: Uint8Array.of(1), issuer: subject, subject, notBefore, notAfter, spki, extensions };
  const der = await signCertificate(template, softwareSigner(pkcs8));
  return { key: toPem('PRIVATE KEY', pkcs8), cert: toPem('CERTIFICATE', der) };
}

/** It says so on its standard error; what it says later is taken too, so that its pipe never fills. */
function started(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (said.length < 10_000) said += chunk.toString();
      if (said.includes('slapd starting')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`slapd ended with ${code}: ${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof bound === 'object' && bound ? bound.port : 0;
}
