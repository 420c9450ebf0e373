// The packages of the lock file.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './setup-run.mjs';
import { fail, progress } from './setup-say.mjs';

const CI = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Paths of the packages that this machine must have: all that are not optional, and the optional ones made for it. */
export function neededPackages(lock) {
  const fits = (list, value) => !list || [list].flat().includes(value);
  return Object.entries(lock.packages).filter(([path, entry]) => {
    if (path === '' || entry.link || !path.startsWith('node_modules/')) return false;
    if (!entry.optional) return true;
    const named = entry.os !== undefined || entry.cpu !== undefined;
    return named && fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && fits(entry.libc, 'glibc');
  });
}

/** Whether npm's own record of what it installed agrees with the lock file. */
export function packagesMatch(modules, needed) {
  let record;
  try {
    record = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
  } catch {
    return false;
  }
  return needed.every(
    ([path, entry]) => record[path]?.integrity === entry.integrity && record[path]?.version === entry.version,
  );
}

export async function npmCi({ root, build, lock, needed, runtime }) {
  const npm = npmCommand(root);
  const node = isFitNode(process.versions.node) ? undefined : await fetchNode({ npm, build, lock, runtime });
  const count = () =>
    `${needed.filter(([path]) => existsSync(join(root, path, 'package.json'))).length} of ${needed.length}`;
  const done = progress('Installing packages (once)', count);
  await install(withNode(npm, node), root);
  done();
}

/** npm on a Node of other versions silently leaves out the native parts of vite and of the lint and format tools. */
function isFitNode(version) {
  const [major, minor] = version.split('.').map(Number);
  return major >= 23 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}

/** Fetches Node 24 alone, from the same lock file, to run npm with. */
async function fetchNode({ npm, build, lock, runtime }) {
  const done = progress('Fetching Node 24 (once)');
  const folder = join(build, 'runtime');
  const entry = { ...lock.packages[`node_modules/${runtime}`], optional: undefined };
  const dependencies = { [runtime]: entry.version };
  const packages = { '': { dependencies }, [`node_modules/${runtime}`]: entry };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'runtime', private: true, dependencies }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ name: 'runtime', lockfileVersion: 3, packages }));
  await install(npm, folder);
  done();
  return join(folder, 'node_modules', runtime, 'bin', 'node');
}

/** Never node_modules/.bin/node, which npm ci is about to delete. */
function npmCommand(root) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (!npm) return ['npm'];
  return [node && !node.startsWith(root) ? node : process.execPath, npm];
}

function withNode(npm, node) {
  return node && npm.length === 2 ? [node, npm[1]] : npm;
}

async function install(npm, cwd) {
  const { code, tail } = await runProgram([...npm, ...CI], { cwd, env: process.env });
  if (code === 0) return;
  process.stderr.write(tail);
  fail(code === 127 ? 'npm was not found' : `npm ci failed (${code}); is the npm registry reachable?`);
}
