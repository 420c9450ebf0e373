// OCSP: signing an answer, answering over HTTP from the database and from the cache, and the same of `openssl ocsp`.
import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import { join } from 'node:path';
import { generateKeyPair, nodeDigest, softwareSigner } from '@lanyard/crypto';
import { executeSql } from '@lanyard/kernel';
import {
  buildOcspRequest,
  buildOcspResponse,
  type Bytes,
  fromHex,
  ocspCertId,
  ocspResponderKeyHash,
  parseCertificate,
  parseOcspRequest,
  parseOcspResponse,
} from '@lanyard/pki';
import { runProgram } from '../e2e/support/run-program.ts';
import { needs } from '../needs.ts';
import { figure, perCoreSecond, perSecond, type Row } from './figure.ts';
import { manyClients, throughput, type Send, type Throughput } from './load.ts';
import { compare, type BenchRun } from './measure.ts';
import { serverMeter } from './processor-time.ts';

const SECTION = 'OCSP';
export const HANDS = 8;

export async function benchOcsp(run: BenchRun): Promise<Row[]> {
  const { url, certId } = await knownCertificate(run);
  const request = buildOcspRequest({ certIds: [certId] });
  const { send, close } = manyClients();
  try {
    const load = {
      hands: HANDS,
      rounds: run.rounds,
      seconds: run.seconds,
      meter: serverMeter(await run.installation.server()),
    };
    const nonce = () => buildOcspRequest({ certIds: [certId], nonce: new Uint8Array(randomBytes(16)) });
    const [inProcess, signed] = [await responses(run, nonce()), await throughput(() => ask(send, url, nonce()), load)];
    const cached = await throughput(() => ask(send, url, request), load);
    const other = await opensslRates(run);
    const limit =
      typeof other === 'string' ? {} : { limit: { name: 'openssl ocsp over HTTP', values: other.perCore }, aim: 10 };
    const rows = (name: string, { rates, perCore }: Throughput): Row[] => [
      figure(SECTION, { name, unit: perSecond, values: rates }),
      figure(SECTION, { name: `${name}, of server and PostgreSQL`, unit: perCoreSecond, values: perCore, ...limit }),
    ];
    return [
      inProcess,
      ...rows('over HTTP, from the database, signed for each (nonce)', signed),
      ...rows('over HTTP, answer of the last minute', cached),
      ...(typeof other === 'string' ? [{ section: SECTION, name: 'openssl ocsp over HTTP', skipped: other }] : []),
    ];
  } finally {
    close();
  }
}

/** From the request's octets to the response's. */
async function responses(run: BenchRun, request: Bytes): Promise<Row> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const [signer, responderKeyHash] = [softwareSigner(key), await ocspResponderKeyHash(spki, nodeDigest)];
  const [certificate, message] = [new Uint8Array(randomBytes(700)), randomBytes(250)];
  const [thisUpdate, nextUpdate] = [new Date(), new Date(Date.now() + 3_600_000)];
  const answer = () => {
    const { certIds, nonce } = parseOcspRequest(request);
    const answers = certIds.map((certId) => ({ certId, status: { state: 'good' } as const, thisUpdate, nextUpdate }));
    return buildOcspResponse({ answers, producedAt: thisUpdate, responderKeyHash, nonce }, signer, certificate);
  };
  const { answered, raw } = await compare({ answered: answer, raw: () => sign('sha256', message, key) }, run);
  return figure(SECTION, {
    name: 'in process, request parsed to response signed (P-256)',
    unit: perCoreSecond,
    values: answered,
    limit: { name: 'raw signing', values: raw },
  });
}

/** Asks once. @throws Error unless the answer is a good status */
export async function ask(send: Send, url: string, request: Bytes): Promise<void> {
  const { status, body } = await send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/ocsp-request' },
    body: request,
  });
  if (status !== 200 || body.length < 100) throw new Error(`${url} answered ${status}`);
}

async function knownCertificate(run: BenchRun) {
  const on = await run.installation.server();
  const url = `${on.status}/ocsp/card`;
  const authority = parseCertificate(new Uint8Array(await (await fetch(`${on.status}/ca/card.cer`)).arrayBuffer()));
  const serial = await run.installation.within(async ({ db }) => {
    const { rows } = await executeSql(
      db.pool,
      "select serial from issuer.certificate where authority_id = 'card' and state = 'issued' and revoked_at is null limit 1",
    );
    return (rows[0] as { serial: string }).serial;
  });
  const certId = await ocspCertId(fromHex(serial), authority, nodeDigest);
  const checked = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request' },
    body: buildOcspRequest({ certIds: [certId] }),
  });
  const state = parseOcspResponse(new Uint8Array(await checked.arrayBuffer())).basic?.responses[0]?.status.state;
  if (state !== 'good') throw new Error(`the certificate to ask about is ${String(state)}`);
  return { url, certId };
}

/**
 * `openssl ocsp` listens on every address, so it runs in a network of its own that has nothing but a loopback.
 * @returns its rates, or why there are none
 */
async function opensslRates(run: BenchRun): Promise<Throughput | string> {
  const missing = needs('openssl');
  if (missing) return missing;
  const child = join(import.meta.dirname, 'openssl-ocsp-child.ts');
  const command = `ip link set lo up && exec "$0" "$1" ${run.rounds} ${run.seconds}`;
  const { code, stdout, text } = await runProgram('unshare', ['-rn', 'sh', '-c', command, process.execPath, child], {
    cwd: import.meta.dirname,
    seconds: 120,
  }).catch((e: Error) => ({ code: 1, stdout: '', text: e.message }));
  return code === 0
    ? (JSON.parse(stdout) as Throughput)
    : `it needs a network namespace of its own (unshare -rn): ${text.trim().split('\n').at(-1) ?? ''}`;
}
