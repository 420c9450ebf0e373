import { join } from 'node:path';
import { DeviceCommandError } from '../../device-error.ts';
import type { DeviceIo } from '../../io.ts';
import { type DesktopFolders, firstThere, isThere, openscModule } from './desktop-folders.ts';
import { undoRecorded, writeRecorded } from './recorded-files.ts';

export interface Setup {
  readonly folders: DesktopFolders;
  /** Of the reader: the record lies in it. */
  readonly readerHome: string;
  readonly socket: string;
  /** The command that starts the reader: interpreter, program, arguments. */
  readonly command: readonly string[];
  readonly io: Pick<DeviceIo, 'out'>;
}

const recordOf = ({ readerHome }: Setup): string => join(readerHome, 'installed.json');

/**
 * Sets the reader up for one person: 1. every program of a session finds the socket 2. p11-kit knows OpenSC, where the
 * distribution has not told it 3. systemd, where there is one, starts the reader with the session. What it changes is
 * recorded.
 * @throws DeviceCommandError `usage` for a path that these files cannot hold
 */
export async function installReader(setup: Setup): Promise<void> {
  const { folders, io } = setup;
  const wanted = new Map([[join(folders.config, 'environment.d', '60-lanyard-reader.conf'), environment(setup)]]);
  const module = await openscModule(folders);
  const known = await firstThere([folders.p11Modules], 'opensc-pkcs11.module', 'opensc.module');
  if (module !== undefined && known === undefined)
    wanted.set(join(folders.config, 'pkcs11', 'modules', 'lanyard-reader.module'), `module: ${module}\n`);
  const hasSystemd = await isThere(folders.systemd);
  if (hasSystemd) {
    const units = join(folders.config, 'systemd', 'user');
    wanted.set(join(units, 'lanyard-reader.service'), service(setup));
    wanted.set(join(units, 'default.target.d', 'lanyard-reader.conf'), '[Unit]\nWants=lanyard-reader.service\n');
  }
  await writeRecorded(recordOf(setup), wanted);
  for (const path of wanted.keys()) io.out(`wrote ${path}\n`);
  io.out(`Programs find the reader from the next session on; in a shell at once:\n  export ${environment(setup)}`);
  io.out(
    hasSystemd
      ? 'The reader starts with the session; at once: systemctl --user daemon-reload && systemctl --user start lanyard-reader\n'
      : 'There is no systemd here: start "lanyard reader" with the session yourself.\n',
  );
  io.out('"lanyard reader doctor" says what your programs still need; "lanyard reader uninstall" undoes this.\n');
}

/** Undoes `installReader` exactly. */
export async function uninstallReader(setup: Setup): Promise<void> {
  const undone = await undoRecorded(recordOf(setup));
  for (const { path, what } of undone)
    setup.io.out(what === 'kept' ? `kept ${path}: it was changed since\n` : `${what} ${path}\n`);
  if (undone.length === 0) setup.io.out('Nothing was installed.\n');
}

const environment = ({ socket }: Setup): string => `PCSCLITE_CSOCK_NAME=${plain(socket)}\n`;

const service = ({ command }: Setup): string => `[Unit]
Description=Lanyard reader: a phone as the PIV card of this desktop

[Service]
ExecStart=${command.map((part) => `"${plain(part)}"`).join(' ')}
Restart=on-failure
RestartSec=5
`;

/** These files have their own rules for quotes, dollars and percent signs: none of them is in a path that is taken. */
function plain(path: string): string {
  if (/^[\w ./@+:,=-]+$/.test(path)) return path;
  const next = 'Name a path of letters, digits, and . _ - / with --socket PATH.';
  throw new DeviceCommandError('usage', `"${path}" cannot be written into a session's settings.`, next);
}
