import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { toConfig } from './config.ts';
import { rememberAddresses, rememberedAddresses } from './remembered-addresses.ts';
import { urlsOf } from './urls.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'lanyard-addresses-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('a command beside the server finds the addresses of its start', async (t) => {
  const dataFolder = folder(t);
  const started = toConfig({ LANYARD_HOST: 'lanyard.agency.example', LANYARD_STATUS_PORT: '28088' }, { dataFolder });
  await rememberAddresses(started);
  const beside = toConfig(rememberedAddresses(dataFolder), { dataFolder });
  assert.deepEqual(urlsOf(beside), urlsOf(started));
});

test('a folder that was never started remembers nothing', (t) => {
  assert.deepEqual(rememberedAddresses(folder(t)), {});
});

test('what is no address is refused by name', (t) => {
  const dataFolder = folder(t);
  writeFileSync(join(dataFolder, 'addresses.json'), '{"LANYARD_MASTER_KEY_FILE":"/etc/passwd"}');
  assert.throws(() => rememberedAddresses(dataFolder), /addresses\.json/);
});
