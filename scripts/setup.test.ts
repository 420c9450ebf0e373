import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { takeLock } from './setup-lock.mjs';
import { neededPackages, packagesMatch } from './setup-npm.mjs';

const folder = mkdtempSync(join(tmpdir(), 'lanyard-setup-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const { platform, arch } = process;
const packages = {
  '': {},
  'contexts/a': { version: '1.0.0' },
  'node_modules/a': { resolved: 'contexts/a', link: true },
  'node_modules/b': { version: '1.0.0', integrity: 'b' },
  'node_modules/c': { version: '1.0.0', integrity: 'c', optional: true, os: [platform], cpu: [arch] },
  'node_modules/d': { version: '1.0.0', integrity: 'd', optional: true, os: ['plan9'] },
  'node_modules/e': { version: '1.0.0', integrity: 'e', optional: true },
};

test('a machine needs what is not optional, and what is made for it', () => {
  assert.deepEqual(
    neededPackages({ packages }).map(([path]) => path),
    ['node_modules/b', 'node_modules/c'],
  );
});

test('packages agree only when npm recorded every one of them whole', () => {
  const record = join(folder, '.package-lock.json');
  const needed = neededPackages({ packages });
  assert.equal(packagesMatch(folder, needed), false);
  writeFileSync(record, JSON.stringify({ packages }));
  assert.equal(packagesMatch(folder, needed), true);
  writeFileSync(
    record,
    JSON.stringify({ packages: { ...packages, 'node_modules/c': { version: '1.0.1', integrity: 'c' } } }),
  );
  assert.equal(packagesMatch(folder, needed), false);
});

test('the lock of a dead process is taken over, and released', async () => {
  const file = join(folder, 'setup.lock');
  writeFileSync(file, '4194305'); // above the largest process id of Linux
  const release = await takeLock(file);
  assert.equal(existsSync(file), true);
  release();
  assert.equal(existsSync(file), false);
});
