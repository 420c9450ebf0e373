import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where a Linux desktop keeps things. */
export interface DesktopFolders {
  readonly home: string;
  /** XDG_CONFIG_HOME. */
  readonly config: string;
  /** PATH and where daemons are. */
  readonly programs: readonly string[];
  readonly libraries: readonly string[];
  /** Of p11-kit, for everybody. */
  readonly p11Modules: string;
  /** There when systemd runs. */
  readonly systemd: string;
}

type Environment = Readonly<{ [name: string]: string | undefined }>;

/** @param root of the file system */
export function desktopFolders(env: Environment, root = '/'): DesktopFolders {
  const home = env['HOME'] ?? homedir();
  const under = (path: string): string => join(root, path);
  return {
    home,
    config: env['XDG_CONFIG_HOME'] ?? join(home, '.config'),
    programs: [...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), '/usr/sbin'].map(under),
    libraries: ['usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu', 'usr/lib64', 'usr/lib'].map(under),
    p11Modules: under('usr/share/p11-kit/modules'),
    systemd: under('run/systemd/system'),
  };
}

/** The first of these that is there. */
export async function firstThere(folders: readonly string[], ...names: readonly string[]): Promise<string | undefined> {
  for (const folder of folders)
    for (const name of names) {
      const path = join(folder, name);
      if (await isThere(path)) return path;
    }
  return undefined;
}

export const isThere = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** OpenSC's PKCS #11 module. */
export const openscModule = ({ libraries }: DesktopFolders): Promise<string | undefined> =>
  firstThere(libraries, 'opensc-pkcs11.so', 'pkcs11/opensc-pkcs11.so');
