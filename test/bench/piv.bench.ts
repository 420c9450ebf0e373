// The card as programs have it: in this process, on the reader's own socket, behind a real pcscd with vpcd.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { hostOf, SLOT } from '@lanyard/piv';
import { viewOf } from '@lanyard/pki';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { PIN } from '../../pure/piv/src/testing/software-card.ts';
import { softwareCard } from '../conformance/piv-card.ts';
import { noNamespaces, realPcscd } from '../conformance/real-pcscd.ts';
import { runProgram } from '../e2e/support/run-program.ts';
import { needs } from '../needs.ts';
import { figure, perSecond, type Row } from './figure.ts';
import { each, GET_DATA, type Latency } from './latency.ts';
import type { BenchRun } from './measure.ts';
import type { Measured } from './piv-measure.ts';

const SECTION = 'The PIV card on a desktop';
const MEASURE = join(import.meta.dirname, 'piv-measure.ts');
const CARD = join(import.meta.dirname, 'piv-card-child.ts');
const PCSCD_SOCKET = '/run/pcscd/pcscd.comm';
/** What is aimed at, in milliseconds. */
const AIM = { overhead: 0.05, pkcs11: 0.5 } as const;
const RELAY = 'over the relay: the section card-link';

export async function benchPiv(run: BenchRun): Promise<Row[]> {
  const times = run.quick ? 200 : 3_000;
  const missing = needs('pkcs11-tool', `${LIBRARIES}/libpcsclite.so.1`);
  if (missing !== false) return [{ section: SECTION, name: 'all', skipped: missing }];
  const inside = await inProcess(times);
  const own = await onOwnSocket(times);
  return [
    ...latencies('card in this process: GET DATA', inside.getData),
    ...latencies('card in this process: P-256 signature', inside.signature),
    ...rowsOf('own socket', own, inside),
    ...(await behindPcscd(run.quick ? 100 : 1_000, inside)),
  ];
}

async function inProcess(times: number): Promise<Pick<Measured, 'getData' | 'signature'>> {
  const card = await softwareCard(new Map([[SLOT.authentication, 'ec-p256']]));
  const host = hostOf((octets) => card.transmit(octets));
  await host.verify(PIN);
  const digest = viewOf(randomBytes(32));
  return {
    getData: await each(times, () => card.transmit(GET_DATA)),
    signature: await each(times, () => host.sign(SLOT.authentication, 'ec-p256', digest)),
  };
}

async function onOwnSocket(times: number): Promise<Measured> {
  const child = spawn(process.execPath, [CARD], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const socket = said.toString().trim();
  const args = [`PCSCLITE_CSOCK_NAME=${socket}`, 'OPENSC_CONF=/dev/null', process.execPath, MEASURE, socket];
  const ran = await runProgram('env', [...args, String(times)], { seconds: 300 });
  const closed = once(child, 'close');
  child.stdin.end();
  await closed;
  return measured(ran);
}

async function behindPcscd(times: number, inside: Pick<Measured, 'getData' | 'signature'>): Promise<Row[]> {
  const missing = needs('pcscd', '/usr/lib/pcsc/drivers/serial/libifdvpcd.so') || noNamespaces();
  if (missing !== false) return [{ section: SECTION, name: 'pcscd and vpcd', skipped: missing }];
  await using on = await realPcscd();
  const ran = await on.run(process.execPath, MEASURE, PCSCD_SOCKET, String(times));
  return rowsOf('pcscd and vpcd', measured(ran), inside);
}

function measured({ code, stdout, text }: { code: number | null; stdout: string; text: string }): Measured {
  if (code !== 0) throw new Error(text);
  return JSON.parse(stdout) as Measured;
}

function rowsOf(way: string, of: Measured, inside: Pick<Measured, 'getData' | 'signature'>): Row[] {
  const own = way === 'own socket';
  const overhead = of.getData.p50 - inside.getData.p50;
  return [
    ...latencies(`${way}: GET DATA`, of.getData),
    judged(`${way}: GET DATA, what the way adds, p50`, overhead, own ? AIM.overhead : undefined),
    ...latencies(`${way}: P-256 signature`, of.signature, RELAY),
    judged(`${way}: P-256 signature through PKCS #11, p50`, of.pkcs11.p50, own ? AIM.pkcs11 : undefined),
    judged(`${way}: P-256 signature through PKCS #11, p99`, of.pkcs11.p99, undefined),
    figure(SECTION, { name: `${way}: signatures through PKCS #11`, unit: perSecond, values: [1_000 / of.pkcs11.p50] }),
    figure(SECTION, { name: `${way}: pkcs11-tool -L`, unit: 'ms', values: of.listing }),
  ];
}

const latencies = (name: string, { p50, p99 }: Latency, note?: string): Row[] => [
  judged(`${name}, p50`, p50, undefined, note),
  judged(`${name}, p99`, p99, undefined),
];

function judged(name: string, value: number, aim: number | undefined, note?: string): Row {
  const about = note === undefined ? {} : { note };
  if (aim === undefined) return figure(SECTION, { name, unit: 'ms', values: [value], ...about });
  return figure(SECTION, { name, unit: 'ms', values: [value], limit: { name: 'the aim', values: [aim] }, aim: 1 });
}
