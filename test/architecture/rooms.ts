// The house, as docs/architecture.md draws it: who may import whom, and what may stand where.

export interface Room {
  /** Folder, without a trailing slash. */
  readonly folder: string;
  /** Names of `@lanyard/…` packages it may import. */
  readonly may: readonly string[];
  /** And what its tests may besides. */
  readonly testsMay?: readonly string[];
  /** Folders of other rooms it may reach by a path: rooms of the same package only. */
  readonly paths?: readonly string[];
  /** It runs in a browser, where nothing of Node is. */
  readonly browser?: boolean;
}

const CONTEXTS = ['directory', 'fleet', 'credentials', 'issuer', 'signin', 'notices', 'overview'];
const UNDER_A_CONTEXT = ['kernel', 'contract', 'pki'];

export const ROOMS: readonly Room[] = [
  { folder: 'pure/pki', may: [], testsMay: ['crypto'], browser: true },
  { folder: 'pure/piv', may: ['pki'], testsMay: ['crypto'], browser: true },
  { folder: 'base/contract', may: [], browser: true },
  { folder: 'base/crypto', may: ['pki'] },
  { folder: 'base/pkcs11', may: ['pki'], testsMay: ['crypto'] },
  { folder: 'base/kernel', may: ['contract'] },
  ...CONTEXTS.map((name) => ({ folder: `contexts/${name}`, may: UNDER_A_CONTEXT, testsMay: ['crypto', 'pkcs11'] })),
  { folder: 'apps/portal', may: ['contract'], browser: true },
  { folder: 'apps/wallet/core', may: ['contract', 'pki', 'piv'], testsMay: ['crypto'], browser: true },
  { folder: 'apps/wallet/pwa', may: ['contract', 'pki'], paths: ['apps/wallet/core'], browser: true },
  { folder: 'apps/wallet/desktop', may: ['contract', 'pki', 'piv'], testsMay: ['crypto'], paths: ['apps/wallet/core'] },
  { folder: 'apps/server', may: [...UNDER_A_CONTEXT, 'piv', 'crypto', 'pkcs11', ...CONTEXTS] },
  { folder: 'apps/cli', may: ['server', 'wallet'] },
];

/** The wallet is one package of three rooms; the packages' own names lead to two of them. */
export const WALLET_ROOMS: Readonly<Record<string, string>> = {
  '@lanyard/wallet/core': 'apps/wallet/core',
  '@lanyard/wallet/desktop': 'apps/wallet/desktop',
};

/** Where SQL may be written: a context's own folder for it, and the kernel, which knows no noun of the domain. */
export const SQL_PLACES = /^(contexts\/[^/]+\/src\/pg\/|base\/kernel\/)/;

/** Where a status code may be chosen. */
export const STATUS_PLACES = /^(contexts\/[^/]+\/src\/http\/|base\/kernel\/|apps\/server\/src\/http\/)/;

/** Where the environment may be read: one of these files, and only one. */
export const ENVIRONMENT_PLACES = /^apps\/(server|cli)\/src\//;

/** Code that only tests run: it may do what tests may. */
export const TEST_CODE = /\.(test|bench)\.tsx?$|(^|\/)testing(\/|\.ts$)|(^|\/)test-[^/]*\.ts$|-double\.ts$/;

/** What runs when a room is built, beside its `src`: it may use Node and the packages of the repository's root. */
export const BUILD_CODE = /^apps\/(portal|wallet\/pwa)\/(?!src\/)/;

export const LONGEST_FILE = 400;

/** Longer files, each with its reason. */
export const LONG_FILES: Readonly<Record<string, string>> = {};

export function roomOf(file: string): Room | undefined {
  return ROOMS.find(({ folder }) => file.startsWith(`${folder}/`));
}
