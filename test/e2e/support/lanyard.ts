import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePorts } from './free-ports.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const CLI = join(ROOT, 'apps/cli/src/main.ts');
const START_SECONDS = 90;
const END_SECONDS = 30;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A whole installation of its own: the real command, its own data folder, free ports. */
export interface Lanyard {
  readonly folder: string;
  readonly data: string;
  readonly portal: string;
  readonly wallet: string;
  readonly cardHosts: readonly string[];
  readonly status: string;
  readonly est: string;
  readonly cards: string;
  readonly env: Readonly<Record<string, string>>;
  /** What the server wrote so far, both streams. */
  log(): string;
  /** Of the server that was started last. */
  pid(): number | undefined;
  start(extra?: Record<string, string>): Promise<void>;
  /** @param signal SIGINT is Ctrl-C; SIGKILL a power cut */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
  /** Resolves when the server ends by itself, as at a fault point. */
  ended(): Promise<Ended>;
  /** `lanyard <args>` on this installation, beside the running server. */
  run(args: readonly string[], input?: string, extra?: Record<string, string>): Promise<Ended>;
  remove(): Promise<void>;
}

export async function lanyard(settings: Record<string, string> = {}): Promise<Lanyard> {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-e2e-'));
  chmodSync(folder, 0o711); // PostgreSQL runs as another user when root runs the suites
  const data = join(folder, 'data');
  const names = [
    'PORTAL',
    'PORTAL_TLS',
    'WALLET',
    'WALLET_TLS',
    'CARD',
    'CARD_AGAIN',
    'STATUS',
    'PROXY',
    'EST',
    'RELAY',
  ];
  const ports = await freePorts(names.length);
  const port = Object.fromEntries(names.map((name, i) => [name, ports[i] ?? 0]));
  const env = {
    LANYARD_DATA: data,
    LANYARD_LOG_TO: 'stdout',
    ...Object.fromEntries(names.map((name) => [`LANYARD_${name}_PORT`, String(port[name])])),
    ...settings,
  };
  let child: ChildProcess | undefined;
  let end: Promise<Ended> | undefined;
  let output = '';
  const launch = (args: readonly string[], extra: Record<string, string>) =>
    spawn(process.execPath, [CLI, ...args], {
      env: { ...process.env, ...env, ...extra },
      stdio: ['pipe', 'pipe', 'pipe'],
    });

  const self: Lanyard = {
    folder,
    data,
    env,
    portal: `http://localhost:${port['PORTAL']}`,
    wallet: `http://localhost:${port['WALLET']}`,
    cardHosts: [`https://localhost:${port['CARD']}`, `https://localhost:${port['CARD_AGAIN']}`],
    status: `http://localhost:${port['STATUS']}`,
    est: `https://localhost:${port['EST']}`,
    cards: join(data, 'cards'),
    log: () => output,
    pid: () => child?.pid,
    async start(extra = {}) {
      output = '';
      const started = launch(['start'], extra);
      child = started;
      end = outcome(started, (text) => (output += text));
      await ready(started, () => output);
    },
    async stop(signal = 'SIGINT') {
      if (!child || !end) throw new Error('not started');
      child.kill(signal);
      return end;
    },
    ended() {
      const tooLong = new Promise<never>((_, reject) =>
        setTimeout(
          () => reject(new Error(`the server did not end within ${END_SECONDS} s:\n${output}`)),
          END_SECONDS * 1_000,
        ).unref(),
      );
      return Promise.race([end ?? Promise.reject(new Error('not started')), tooLong]);
    },
    run(args, input = '', extra = {}) {
      const command = launch(args, extra);
      command.stdin?.end(input);
      return outcome(command);
    },
    async remove() {
      if (child?.exitCode === null && child.signalCode === null) await self.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return self;
}

function outcome(child: ChildProcess, hear: (text: string) => void = () => {}): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (d: Buffer) => ((stdout += d.toString()), hear(d.toString())));
  child.stderr?.on('data', (d: Buffer) => ((stderr += d.toString()), hear(d.toString())));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

function ready(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the server did not start (${why}):\n${output()}`));
    const timer = setTimeout(() => fail(`${START_SECONDS} s`), START_SECONDS * 1_000);
    child.stdout?.on('data', () => {
      if (!output().includes('Lanyard runs')) return;
      clearTimeout(timer);
      resolve();
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${String(code ?? signal)}`);
    });
  });
}
