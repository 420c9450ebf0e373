// Builds the portal and the wallet when their sources changed since the last build. Run by Node 24, after setup.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeLock } from './setup-lock.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const build = join(root, '.build');
const apps = [
  { name: 'portal', folder: 'apps/portal', sources: ['apps/portal/**', 'base/contract/src/**'] },
  {
    name: 'wallet',
    folder: 'apps/wallet',
    sources: ['apps/wallet/{core,pwa}/**', 'apps/wallet/*.*', 'base/contract/src/**', 'pure/{pki,piv}/src/**'],
  },
];

/** Builds what is out of date; one build at a time, another process waits for it. */
export async function buildWeb(say = (line) => console.error(line)) {
  if (apps.every((app) => upToDate(app))) return;
  const unlock = await takeLock(join(build, 'web.lock'), () =>
    say('Another build of the front ends is running, waiting …'),
  );
  try {
    for (const app of apps) if (!upToDate(app)) await buildApp(app, say);
  } finally {
    unlock();
  }
}

async function buildApp(app, say) {
  const begin = Date.now();
  const want = stampOf(app);
  say(`Building the ${app.name} …`);
  // Built beside its place and swapped, so that a server that runs never finds it half made.
  const fresh = join(build, `${app.name}.new`);
  await vite(app.folder, fresh);
  rmSync(join(build, app.name), { recursive: true, force: true });
  renameSync(fresh, join(build, app.name));
  writeFileSync(stampFile(app), want);
  say(`Built the ${app.name} in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
}

function vite(folder, out) {
  const args = [
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    '--config',
    join(root, folder, 'vite.config.ts'),
    '--logLevel',
    'warn',
    '--outDir',
    out,
    '--emptyOutDir',
  ];
  const child = spawn(process.execPath, args, { cwd: join(root, folder), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`the build of ${folder} failed:\n${output}`)),
    );
  });
}

function stampOf(app) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const files = app.sources.flatMap((pattern) =>
    globSync(pattern, {
      cwd: root,
      exclude: (f) => /(^|\/)(node_modules|dist)$/.test(typeof f === 'string' ? f : f.name),
      withFileTypes: false,
    }),
  );
  for (const file of files.sort())
    if (/\.(tsx?|mjs|json|html|s?css|svg|png|webmanifest|woff2?)$/.test(file))
      hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const stampFile = (app) => {
  mkdirSync(build, { recursive: true });
  return join(build, `${app.name}.stamp`);
};

function upToDate(app) {
  return (
    existsSync(join(build, app.name, 'index.html')) &&
    existsSync(stampFile(app)) &&
    readFileSync(stampFile(app), 'utf8') === stampOf(app)
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildWeb().catch((error) => {
    console.error(`\nlanyard: ${error.message}\n`);
    process.exit(1);
  });
}
