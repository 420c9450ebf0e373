import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '@lanyard/kernel/testing';
import { converge } from './converge.ts';
import { openSite } from './site.ts';

const DEVICES = 1_000;
const CHANGES = 200;

test('two administrators make 200 changes while 1,000 devices check in: each ends at the state of a fresh one', async () => {
  const database = await freshDatabase();
  const site = await openSite(database);
  try {
    const { checkIns } = await converge(site, { devices: DEVICES, changes: CHANGES });
    assert.ok(checkIns > DEVICES, 'devices checked in while the changes were made');
  } finally {
    await site[Symbol.asyncDispose]();
    await database.drop();
  }
});
