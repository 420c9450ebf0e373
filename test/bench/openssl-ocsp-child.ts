// Runs `openssl ocsp` as a server and asks it: node openssl-ocsp-child.ts ROUNDS SECONDS, in a network namespace of its
// own (see ocsp.bench.ts). Prints its rates as JSON.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeDigest } from '@lanyard/crypto';
import { buildOcspRequest, fromPem, ocspCertId, parseCertificate } from '@lanyard/pki';
import { until } from '../e2e/support/run-program.ts';
import { selfSigned } from '../e2e/support/self-signed.ts';
import { manyClients, throughput } from './load.ts';
import { ask } from './ocsp.bench.ts';
import { processorTimeOf } from './processor-time.ts';

const [rounds, seconds] = process.argv.slice(2).map(Number);
const PORT = 38_888; // nobody else is in this network
const folder = mkdtempSync(join(tmpdir(), 'lanyard-bench-'));
const file = (name: string): string => join(folder, name);
const { send, close } = manyClients({ keepAlive: false });
try {
  await selfSigned({ key: file('key.pem'), certificate: file('ca.pem') }, { name: 'Bench CA' });
  writeFileSync(
    file('index.txt'),
    Array.from(
      { length: 100 },
      (_, n) => `V\t361122120000Z\t\t${(0x5a00 + n).toString(16).toUpperCase()}\tunknown\t/CN=Person ${n}\n`,
    ).join(''),
  );
  const authority = parseCertificate(
    fromPem(readFileSync(file('ca.pem'), 'utf8'), 'CERTIFICATE')[0] ?? new Uint8Array(),
  );
  const request = buildOcspRequest({ certIds: [await ocspCertId(Uint8Array.of(0x5a, 0x10), authority, nodeDigest)] });
  const server = spawn(
    'openssl',
    [
      'ocsp',
      '-index',
      file('index.txt'),
      '-port',
      String(PORT),
      '-rsigner',
      file('ca.pem'),
      '-rkey',
      file('key.pem'),
      '-CA',
      file('ca.pem'),
      '-ndays',
      '1',
    ],
    { stdio: 'ignore' },
  );
  try {
    const meter = () => processorTimeOf(server.pid ?? 0);
    const one = () => ask(send, `http://127.0.0.1:${PORT}/`, request);
    await until(
      'openssl ocsp answers',
      () =>
        one().then(
          () => true,
          () => false,
        ),
      20,
    );
    // It answers one at a time; more hands only wait.
    process.stdout.write(
      JSON.stringify(await throughput(one, { hands: 4, rounds: rounds ?? 1, seconds: seconds ?? 1, meter })),
    );
  } finally {
    server.kill('SIGKILL');
  }
} finally {
  close();
  rmSync(folder, { recursive: true, force: true });
}
