// Debian packages of the test suites: installed when root, else named. Nothing here stops the tests: a suite
// whose program is missing reports itself as not run.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingPackages } from './debian-packages.mjs';
import { runProgram } from './setup-run.mjs';
import { progress, say } from './setup-say.mjs';

const INSTALL = ['apt-get', 'install', '-y', '--no-install-recommends'];
const WAIT_FOR_OTHERS = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Options::=--force-confold'];
/** dpkg asks this file before it starts a daemon; 101 means no. */
const POLICY = '/usr/sbin/policy-rc.d';
const BAN = '#!/bin/sh\n# while the test programs of Lanyard are installed\nexit 101\n';

export async function installDebianPackages(build) {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  if (!existsSync('/usr/bin/apt-get')) {
    return say(`Some suites will not run. They need, as Debian calls them: ${names.join(' ')}`);
  }
  if (process.getuid() !== 0) {
    return say(`Some suites will not run. To run them too: sudo ${[...INSTALL, ...names].join(' ')}`);
  }
  mkdirSync(build, { recursive: true });
  await aptGet(names, join(build, 'apt.log'));
}

async function aptGet(names, log) {
  const done = progress(`Installing Debian packages for the tests (${names.join(' ')})`);
  const file = openSync(log, 'w');
  const allow = forbidDaemons();
  const options = { output: file, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  process.once('exit', allow);
  try {
    await runProgram(['apt-get', 'update', ...WAIT_FOR_OTHERS], options); // a stale index shows in the next step
    const failed = await installAll(names, options);
    done(failed.length === 0 ? 'done' : `apt-get has no ${failed.join(', ')} (see ${log}), some suites will not run,`);
  } finally {
    allow();
    closeSync(file);
  }
}

/** All at once; where one is refused, one by one, so that the others are there. Gives those that are not. */
async function installAll(names, options) {
  const attempt = async (list) => (await runProgram([...INSTALL, ...WAIT_FOR_OTHERS, ...list], options)).code === 0;
  if (await attempt(names)) return [];
  const failed = [];
  for (const name of names) if (!(await attempt([name]))) failed.push(name);
  return failed;
}

/** A web or RADIUS server would be started by its installation; gives the function that takes the ban back. */
function forbidDaemons() {
  if (existsSync(POLICY) && readFileSync(POLICY, 'utf8') !== BAN) return () => {}; // somebody has decided already
  writeFileSync(POLICY, BAN, { mode: 0o755 });
  return () => rmSync(POLICY, { force: true });
}
