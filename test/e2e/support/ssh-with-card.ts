import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import { type Ran, runProgram, until } from './run-program.ts';

/** Runs a program that finds the card. */
export type RunWithCard = (program: string, ...args: readonly string[]) => Promise<Ran>;

/**
 * Signs in by OpenSSH to a server of one's own on loopback that knows the card's authentication key.
 * @param module path of the PKCS #11 module
 * @returns what ssh said, and the server after it
 */
export async function sshWithCard(run: RunWithCard, folder: string, module: string, pin: string): Promise<Ran> {
  const [port = 0] = await freePorts(1);
  const askpass = join(folder, 'askpass');
  writeFileSync(askpass, `#!/bin/sh\necho ${pin}\n`);
  chmodSync(askpass, 0o700);
  const known = await run('ssh-keygen', '-D', module);
  if (known.code !== 0) throw new Error(known.text);
  await using server = await sshd(folder, known.stdout, port);
  const options = [
    `PKCS11Provider=${module}`,
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'IdentityFile=none',
    'PreferredAuthentications=publickey',
    'BatchMode=no',
  ];
  const flags = options.flatMap((option) => ['-o', option]);
  const asked = [`SSH_ASKPASS=${askpass}`, 'SSH_ASKPASS_REQUIRE=force'];
  const target = [`${userInfo().username}@127.0.0.1`, 'echo signed in as $(id -un)'];
  const ran = await run('env', ...asked, 'ssh', '-F', 'none', '-p', String(port), ...flags, ...target);
  return { ...ran, text: `${ran.text}\n${server.log()}` };
}

async function sshd(folder: string, authorized: string, port: number): Promise<AsyncDisposable & { log(): string }> {
  const [hostKey, keys, config] = ['host-key', 'authorized', 'sshd.conf'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey]);
  writeFileSync(keys, authorized);
  const lines = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${keys}`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin yes',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  // Its separated half lives there; the package's service makes the folder at its start.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config]);
  const closed = new Promise((resolve) => child.on('close', resolve));
  let log = '';
  child.stderr.on('data', (octets: Buffer) => (log += octets.toString()));
  await until('sshd listens', async () => log.includes('Server listening') || child.exitCode !== null, 15);
  return {
    log: () => log,
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await closed;
    },
  };
}
