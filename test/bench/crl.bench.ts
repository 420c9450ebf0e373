// A CRL of a million entries, made and read, against `openssl ca -gencrl`: time and memory, each in a process of its own.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '../needs.ts';
import { runProgram } from '../e2e/support/run-program.ts';
import { selfSigned } from '../e2e/support/self-signed.ts';
import { figure, type Row } from './figure.ts';
import type { BenchRun } from './measure.ts';
import { processorTimeOf } from './processor-time.ts';

const SECTION = 'Large CRL';
const [LARGE, SMALL] = [1_000_000, 20_000];
const OPENSSL_SECONDS = 240;

interface Cost {
  /** Of processor time, from the process's first moment. */
  readonly milliseconds: number;
  readonly mebibytes: number;
}

export async function benchCrl(run: BenchRun): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-bench-'));
  try {
    const count = run.quick ? SMALL : LARGE;
    const path = join(folder, 'crl.der');
    const rounds = run.quick ? 1 : 3;
    const made: Cost[] = [];
    const read: Cost[] = [];
    for (let i = 0; i < rounds; i++) {
      made.push(await child('make', count, path));
      read.push(await child('read', count, path));
    }
    const n = count.toLocaleString('en-US');
    const other = run.quick ? null : await opensslCost(folder, count);
    const limit = (of: keyof Cost) =>
      other === null ? {} : { limit: { name: 'openssl ca -gencrl', values: [other[of]] } };
    const [time, memory] = [
      (costs: Cost[]) => costs.map((c) => c.milliseconds),
      (costs: Cost[]) => costs.map((c) => c.mebibytes),
    ];
    return [
      figure(SECTION, {
        name: `${n} entries made, signed and written, processor time`,
        unit: 'ms',
        values: time(made),
        ...limit('milliseconds'),
        aim: 5,
      }),
      figure(SECTION, {
        name: `${n} entries made: peak of memory`,
        unit: 'MiB',
        values: memory(made),
        ...limit('mebibytes'),
        aim: 4,
      }),
      figure(SECTION, {
        name: `${n} entries parsed and one looked up, processor time`,
        unit: 'ms',
        values: time(read),
      }),
      figure(SECTION, { name: `${n} entries parsed: peak of memory`, unit: 'MiB', values: memory(read) }),
      ...(other !== null
        ? []
        : [
            {
              section: SECTION,
              name: 'openssl ca -gencrl',
              skipped: run.quick
                ? 'a million entries take it half a minute and more (--quick)'
                : needs('openssl') || 'it did not end in time',
            },
          ]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function child(act: 'make' | 'read', count: number, path: string): Promise<Cost> {
  const { code, stdout, text } = await runProgram(
    process.execPath,
    [join(import.meta.dirname, 'crl-child.ts'), act, String(count), path],
    { cwd: import.meta.dirname, seconds: 120 },
  );
  if (code !== 0) throw new Error(text);
  return JSON.parse(stdout) as Cost;
}

/** @returns null where there is no such program, or it was not done in time */
async function opensslCost(folder: string, count: number): Promise<Cost | null> {
  if (needs('openssl')) return null;
  const file = (name: string): string => join(folder, name);
  await selfSigned({ key: file('key.pem'), certificate: file('ca.pem') }, { name: 'Bench CA' });
  const index = createWriteStream(file('index.txt'));
  for (let n = 0; n < count; n++)
    if (
      !index.write(
        `R\t361122120000Z\t261122120000Z,keyCompromise\t5A5A5A5A5A5A5A5A5A5A5A5A${n.toString(16).toUpperCase().padStart(8, '0')}\tunknown\t/CN=Person ${n}\n`,
      )
    )
      await once(index, 'drain');
  await new Promise<void>((closed) => index.end(closed));
  writeFileSync(file('number'), '01\n');
  writeFileSync(
    file('ca.conf'),
    `[ca]\ndefault_ca=d\n[d]\ndatabase=${file('index.txt')}\ncrlnumber=${file('number')}\ncertificate=${file('ca.pem')}\nprivate_key=${file('key.pem')}\ndefault_md=sha256\ndefault_crl_days=1\nunique_subject=no\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n`,
  );
  return watch('openssl', ['ca', '-gencrl', '-config', file('ca.conf'), '-out', file('other.pem')]);
}

/** Runs a program and reads from the kernel, while it runs, what it has used. */
function watch(program: string, args: readonly string[]): Promise<Cost | null> {
  return new Promise((resolve, reject) => {
    const running = spawn(program, args, { stdio: 'ignore', timeout: OPENSSL_SECONDS * 1_000 });
    let cost: Cost = { milliseconds: 0, mebibytes: 0 };
    const timer = setInterval(() => (cost = costOf(running.pid ?? 0) ?? cost), 20);
    running.on('error', reject);
    running.on('close', (code) => {
      clearInterval(timer);
      resolve(code === 0 ? cost : null);
    });
  });
}

/** @returns null when the process has ended */
function costOf(pid: number): Cost | null {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (peak === undefined) return null; // only its exit code is left
    return { milliseconds: processorTimeOf(pid), mebibytes: Number(peak) / 1024 };
  } catch {
    return null;
  }
}
