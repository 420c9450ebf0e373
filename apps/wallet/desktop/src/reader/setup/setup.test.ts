import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { desktopFolders } from './desktop-folders.ts';
import { examine, type Finding } from './doctor.ts';
import { installReader, type Setup, uninstallReader } from './install.ts';

const base = mkdtempSync(join(tmpdir(), 'lanyard-setup-'));
after(() => rmSync(base, { recursive: true }));
const MODULE = 'usr/lib/x86_64-linux-gnu/opensc-pkcs11.so';

interface Machine extends Setup {
  readonly root: string;
  said(): string;
  put(path: string, content?: string): void;
  /** Every file under the person's home, with its content. */
  files(): Record<string, string>;
}

function machine(): Machine {
  const root = join(base, randomUUID());
  const home = join(root, 'home');
  mkdirSync(home, { recursive: true });
  let said = '';
  return {
    root,
    folders: desktopFolders({ HOME: home, PATH: '/usr/bin' }, root),
    readerHome: join(home, '.lanyard/reader'),
    socket: '/run/user/1000/lanyard-reader/pcscd.comm',
    command: ['/usr/bin/node', '/opt/lanyard/main.ts', 'reader', '--socket', '/run/user/1000/x'],
    io: { out: (text) => void (said += text) },
    said: () => said,
    put: (path, content = '') => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    files: () =>
      Object.fromEntries(
        readdirSync(home, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .map((path) => [path.slice(home.length + 1), readFileSync(path, 'utf8')]),
      ),
  };
}

test('install tells sessions of the socket, p11-kit of OpenSC, and systemd of the reader', async () => {
  const on = machine();
  on.put(MODULE);
  on.put('run/systemd/system/x');
  await installReader(on);
  const { '.lanyard/reader/installed.json': _record, ...files } = on.files();
  assert.deepEqual(Object.keys(files).toSorted(), [
    '.config/environment.d/60-lanyard-reader.conf',
    '.config/pkcs11/modules/lanyard-reader.module',
    '.config/systemd/user/default.target.d/lanyard-reader.conf',
    '.config/systemd/user/lanyard-reader.service',
  ]);
  assert.equal(files['.config/environment.d/60-lanyard-reader.conf'], `PCSCLITE_CSOCK_NAME=${on.socket}\n`);
  assert.equal(files['.config/pkcs11/modules/lanyard-reader.module'], `module: ${join(on.root, MODULE)}\n`);
  assert.match(files['.config/systemd/user/lanyard-reader.service'] ?? '', /^ExecStart="\/usr\/bin\/node" "\/opt/m);
  assert.match(on.said(), /systemctl --user start lanyard-reader/);
});

test('uninstall undoes it exactly, also after a second install: files of before are as they were, folders are gone', async () => {
  const on = machine();
  on.put('home/.config/environment.d/60-lanyard-reader.conf', 'MINE=1\n');
  on.put('run/systemd/system/x');
  const before = on.files();
  await installReader(on);
  await installReader({ ...on, socket: '/run/user/1000/other.comm' });
  assert.notDeepEqual(on.files(), before);
  await uninstallReader(on);
  assert.deepEqual(on.files(), before);
  const there = readdirSync(join(on.root, 'home'), { recursive: true }).map(String).toSorted();
  assert.deepEqual(there, ['.config', '.config/environment.d', '.config/environment.d/60-lanyard-reader.conf']);
  await uninstallReader(on);
  assert.match(on.said(), /Nothing was installed/);
});

test('what somebody changed since stays as they left it, and they are told', async () => {
  const on = machine();
  await installReader(on);
  const path = join(on.folders.config, 'environment.d', '60-lanyard-reader.conf');
  writeFileSync(path, 'PCSCLITE_CSOCK_NAME=/elsewhere\n');
  await uninstallReader(on);
  assert.equal(readFileSync(path, 'utf8'), 'PCSCLITE_CSOCK_NAME=/elsewhere\n');
  assert.match(on.said(), /kept .*60-lanyard-reader\.conf: it was changed since/);
});

test('where the distribution has told p11-kit of OpenSC, nobody tells it twice; without systemd no service is written', async () => {
  const on = machine();
  on.put(MODULE);
  on.put('usr/share/p11-kit/modules/opensc-pkcs11.module');
  await installReader(on);
  assert.equal(existsSync(join(on.folders.config, 'pkcs11')), false);
  assert.equal(existsSync(join(on.folders.config, 'systemd')), false);
});

test('a path that a settings file would read otherwise is refused, and nothing is written', async () => {
  const on = machine();
  await assert.rejects(installReader({ ...on, socket: '/run/$(reboot)/x' }), { code: 'usage' });
  assert.deepEqual(on.files(), {});
});

test('the doctor names what each program lacks, with the next step, and nothing of programs that are not there', async () => {
  const on = machine();
  const look = () => examine({ folders: on.folders, env: {}, socket: join(on.root, 's') });
  assert.deepEqual(words(await look()), ['The reader: apt-get install libpcsclite1']);
  on.put('usr/lib/x86_64-linux-gnu/libpcsclite.so.1');
  for (const program of ['chromium', 'firefox', 'ssh', 'openssl']) on.put(`usr/bin/${program}`);
  on.put(MODULE);
  assert.deepEqual(
    (await look()).filter(({ ready }) => !ready).map(({ program, next }) => [program, next?.split(' ')[0]]),
    [
      ['The reader', 'lanyard'],
      ['Chromium', 'close'],
      ['Firefox', 'Settings,'],
      ['OpenSSL', 'apt-get'],
    ],
  );
});

test('a desktop where all is there is well', async () => {
  const on = machine();
  for (const path of ['libpcsclite.so.1', 'opensc-pkcs11.so', 'engines-3/pkcs11.so'])
    on.put(`usr/lib/x86_64-linux-gnu/${path}`);
  for (const program of ['chromium', 'firefox', 'ssh', 'openssl']) on.put(`usr/bin/${program}`);
  const store = `library=${MODULE}\nname=Lanyard\n`;
  on.put('home/.pki/nssdb/pkcs11.txt', store);
  on.put('home/.mozilla/firefox/abc.default/pkcs11.txt', store);
  const socket = join(base, 'well');
  const server = createServer().listen(socket);
  const found = await examine({ folders: on.folders, env: { PCSCLITE_CSOCK_NAME: socket }, socket });
  server.close();
  assert.deepEqual(
    found.map(({ program, ready }) => [program, ready]),
    [
      ['The reader', true],
      ['Chromium', true],
      ['Firefox', true],
      ['OpenSSH', true],
      ['OpenSSL', true],
    ],
  );
});

const words = (findings: readonly Finding[]): string[] =>
  findings.map(({ program, next }) => `${program}: ${next ?? 'ready'}`);
