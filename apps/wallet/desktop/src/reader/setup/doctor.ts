import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answers } from '../answers.ts';
import { findAdapter } from '../bluetooth/adapter.ts';
import { BluetoothError } from '../bluetooth/bluetooth-error.ts';
import { openSystemBus } from '../bluetooth/system-bus.ts';
import { type DesktopFolders, firstThere, isThere, openscModule } from './desktop-folders.ts';

/** What a program needs before it finds the card. */
export interface Finding {
  readonly program: 'The reader' | 'Bluetooth' | 'Chromium' | 'Firefox' | 'OpenSSH' | 'OpenSSL';
  readonly ready: boolean;
  /** What was found, or is missing. */
  readonly said: string;
  /** What to do; absent when it is ready. */
  readonly next?: string;
}

interface Patient {
  readonly folders: DesktopFolders;
  readonly env: Readonly<{ [name: string]: string | undefined }>;
  readonly socket: string;
}

/** Looks at this desktop, and changes nothing. A program that is not installed is not looked for further. */
export async function examine({ folders, env, socket }: Patient): Promise<readonly Finding[]> {
  const module = await openscModule(folders);
  const reader = await readerFinding({ folders, env, socket }, module);
  const programs = await Promise.all([
    bluetooth(folders, env),
    chromium(folders, module),
    firefox(folders, module),
    openssh(folders, module),
    openssl(folders),
  ]);
  return [reader, ...programs.filter((finding) => finding !== undefined)];
}

const ready = (program: Finding['program'], said: string): Finding => ({ program, ready: true, said });
const missing = (program: Finding['program'], said: string, next: string): Finding => ({
  program,
  ready: false,
  said,
  next,
});

async function readerFinding({ folders, env, socket }: Patient, module: string | undefined): Promise<Finding> {
  const says = (said: string, next: string): Finding => missing('The reader', said, next);
  if ((await firstThere(folders.libraries, 'libpcsclite.so.1')) === undefined)
    return says('programs reach it through libpcsclite, which is not here', 'apt-get install libpcsclite1');
  if (module === undefined) return says('OpenSC’s PKCS #11 module is not here', 'apt-get install opensc-pkcs11');
  if (!(await answers(socket))) return says(`nobody answers at ${socket}`, 'lanyard reader');
  if (env['PCSCLITE_CSOCK_NAME'] !== socket)
    return says('programs started from here look elsewhere', `export PCSCLITE_CSOCK_NAME=${socket}`);
  return ready('The reader', `answers at ${socket}`);
}

/** Whether phones can see this desktop; not asked where Bluetooth is not installed. */
async function bluetooth(folders: DesktopFolders, env: Patient['env']): Promise<Finding | undefined> {
  if ((await firstThere(folders.programs, 'bluetoothctl')) === undefined) return;
  try {
    const bus = await openSystemBus(env['DBUS_SYSTEM_BUS_ADDRESS']);
    try {
      const adapter = await findAdapter(bus);
      return ready('Bluetooth', `${adapter} is on: use it with: lanyard reader --bluetooth`);
    } finally {
      bus.close();
    }
  } catch (error) {
    if (!(error instanceof BluetoothError)) throw error;
    return missing('Bluetooth', error.message, error.next);
  }
}

/** NSS keeps its modules in `pkcs11.txt`, beside the certificates. */
const knowsModule = async (file: string): Promise<boolean> =>
  readFile(file, 'utf8').then(
    (text) => /opensc|lanyard|p11-kit-proxy/i.test(text),
    () => false,
  );

async function chromium(folders: DesktopFolders, module: string | undefined): Promise<Finding | undefined> {
  if ((await firstThere(folders.programs, 'chromium', 'google-chrome', 'chromium-browser')) === undefined) return;
  const store = join(folders.home, '.pki', 'nssdb');
  if (await knowsModule(join(store, 'pkcs11.txt'))) return ready('Chromium', 'its certificate store has the module');
  const install =
    (await firstThere(folders.programs, 'modutil')) === undefined ? ['apt-get install libnss3-tools'] : [];
  const make = (await isThere(store)) ? [] : [`mkdir -p ${store}`, `certutil -N -d sql:${store} --empty-password`];
  const add = `modutil -dbdir sql:${store} -add Lanyard -libfile ${module ?? 'opensc-pkcs11.so'}`;
  return missing(
    'Chromium',
    'its certificate store does not know the module',
    `close it, then ${[...install, ...make, add].join(' && ')}`,
  );
}

async function firefox(folders: DesktopFolders, module: string | undefined): Promise<Finding | undefined> {
  if ((await firstThere(folders.programs, 'firefox', 'firefox-esr')) === undefined) return;
  const profiles = join(folders.home, '.mozilla', 'firefox');
  const names = await readdir(profiles).catch(() => []);
  for (const name of names)
    if (await knowsModule(join(profiles, name, 'pkcs11.txt')))
      return ready('Firefox', `profile ${name} has the module`);
  const path = module ?? 'opensc-pkcs11.so';
  const next = `Settings, Privacy & Security, Security Devices, Load: ${path}`;
  return missing('Firefox', 'no profile of it knows the module', next);
}

async function openssh(folders: DesktopFolders, module: string | undefined): Promise<Finding | undefined> {
  if ((await firstThere(folders.programs, 'ssh')) === undefined) return;
  if (module === undefined) return missing('OpenSSH', 'there is no PKCS #11 module', 'apt-get install opensc-pkcs11');
  return ready('OpenSSH', `use it with: ssh -I ${module}, or "PKCS11Provider ${module}" in ~/.ssh/config`);
}

async function openssl(folders: DesktopFolders): Promise<Finding | undefined> {
  if ((await firstThere(folders.programs, 'openssl')) === undefined) return;
  const [provider, engine] = [
    await firstThere(folders.libraries, 'ossl-modules/pkcs11.so'),
    await firstThere(folders.libraries, 'engines-3/pkcs11.so'),
  ];
  if (provider !== undefined) return ready('OpenSSL', `has the provider ${provider}`);
  if (engine !== undefined)
    return ready('OpenSSL', `has the engine ${engine}: openssl … -engine pkcs11 -keyform engine`);
  return missing('OpenSSL', 'neither provider nor engine is here', 'apt-get install libengine-pkcs11-openssl');
}
