import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPath } from '../../scripts/debian-packages.mjs';

/** A system bus of our own: Debian's dbus-daemon, on a socket that nobody else knows. */
export interface OwnBus extends AsyncDisposable {
  readonly address: string;
}

const config = (
  socket: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
  </policy>
</busconfig>
`;

export async function ownBus(): Promise<OwnBus> {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-bus-'));
  const file = join(folder, 'bus.conf');
  writeFileSync(file, config(join(folder, 'bus')));
  const daemon: ChildProcess = spawn(
    programPath('dbus-daemon') ?? 'dbus-daemon',
    [`--config-file=${file}`, '--nofork', '--nopidfile', '--nosyslog', '--print-address=1'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = once(daemon, 'exit');
  const [line] = await once(daemon.stdout ?? daemon, 'data');
  return {
    address: String(line).trim(),
    [Symbol.asyncDispose]: async () => {
      daemon.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
