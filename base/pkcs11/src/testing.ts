import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PLACES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];
const module = PLACES.find((path) => existsSync(path));
const hasTool = spawnSync('softhsm2-util', ['--version'], { stdio: 'ignore' }).error === undefined;

/** Why a suite with a token cannot run; false where it can. */
export const noSoftHsm: string | false =
  module !== undefined && hasTool ? false : 'needs SoftHSM: apt-get install softhsm2';

/** A software token in a folder of its own. */
export interface SoftHsm {
  readonly module: string;
  readonly token: string;
  readonly pin: string;
  /** What the module reads in the environment of a process: SOFTHSM2_CONF. */
  readonly env: Readonly<Record<string, string>>;
  /** Pulls the token out of its reader, and puts it back. */
  pull(): void;
  plug(): void;
  remove(): void;
}

/** Makes and initialises a token. This process's own environment is set, since the module reads it there. */
export function softHsm(token = 'lanyard test'): SoftHsm {
  if (module === undefined) throw new Error('SoftHSM is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-softhsm-'));
  const [tokens, away, conf] = [join(folder, 'tokens'), join(folder, 'away'), join(folder, 'softhsm2.conf')];
  mkdirSync(tokens);
  writeFileSync(conf, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const env = { SOFTHSM2_CONF: conf };
  const pin = '135790';
  Object.assign(process.env, env);
  const made = spawnSync(
    'softhsm2-util',
    ['--init-token', '--free', '--label', token, '--pin', pin, '--so-pin', '24680135'],
    {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`softhsm2-util: ${made.stdout}${made.stderr}`);
  return {
    module,
    token,
    pin,
    env,
    pull() {
      renameSync(tokens, away);
      mkdirSync(tokens);
    },
    plug() {
      rmSync(tokens, { recursive: true });
      renameSync(away, tokens);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
