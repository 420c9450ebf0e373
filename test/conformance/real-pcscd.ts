import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { programPath } from '../../scripts/debian-packages.mjs';
import { runProgram, type Ran, until } from '../e2e/support/run-program.ts';

/** A real pcscd with vpcd in a network and a /run of their own: vpcd listens to everybody, without a password. */
export interface RealPcscd extends AsyncDisposable {
  /** Runs a program beside it. */
  run(program: string, ...args: readonly string[]): Promise<Ran>;
}

/** Acknowledging at once saves 40 ms an answer: vpcd sends length and command apart, and waits in between. */
const BESIDE = `ip link set lo up
ip route change table local local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1 quickack 1
mount -t tmpfs tmpfs /run && mkdir /run/pcscd
exec ${programPath('pcscd')} --foreground`;

/** Why there can be none here; false when there can. */
export function noNamespaces(): string | false {
  const tried = spawnSync('unshare', ['--net', '--mount', 'ip', 'link', 'set', 'lo', 'up']);
  return tried.status === 0 ? false : 'needs root and network namespaces: unshare --net --mount';
}

export async function realPcscd(): Promise<RealPcscd> {
  const daemon = spawn('unshare', ['--net', '--mount', 'sh', '-c', BESIDE], { stdio: 'ignore' });
  const within = ['-t', String(daemon.pid), '--net', '--mount'];
  const run = (program: string, ...args: readonly string[]): Promise<Ran> =>
    runProgram('nsenter', [...within, 'env', 'HOME=/nonexistent', 'OPENSC_CONF=/dev/null', program, ...args]);
  // unshare becomes the shell, which becomes pcscd: its sockets are there when it takes cards.
  await until('pcscd answers', async () => (await run('test', '-S', '/run/pcscd/pcscd.comm')).code === 0, 15);
  const card = spawn('nsenter', [...within, process.execPath, join(import.meta.dirname, 'vpcd-child.ts')]);
  let said = '';
  card.stdout.on('data', (octets: Buffer) => (said += octets.toString()));
  await until('the card is attached', async () => said.includes('attached') || card.exitCode !== null, 15);
  return {
    run,
    [Symbol.asyncDispose]: async () => {
      card.stdin.end();
      await ended(card);
      daemon.kill();
      await ended(daemon);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
}
