// One installation at a time in a folder.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, say } from './setup-say.mjs';

/** Waits for the lock file, takes over that of a dead process, and gives the function that releases it. */
export async function takeLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = String(process.pid);
  for (let told = false; ;) {
    if (create(file, mine)) {
      await pause(50); // two that found the same dead holder: the later one has replaced the file
      if (read(file) === mine) return () => read(file) === mine && rmSync(file, { force: true });
    }
    const holder = read(file);
    if (holder !== undefined && holder !== '' && !isAlive(Number(holder))) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) say('Another installation is running in this folder, waiting …');
    told = true;
    await pause(200);
  }
}

function create(file, text) {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') fail(`cannot write ${file} (${error.code}): is this folder yours?`);
    return false;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
