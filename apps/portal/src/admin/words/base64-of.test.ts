import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64Of } from './base64-of.ts';

test('octets of every value and of more than one stretch come out as base64', async () => {
  const octets = Uint8Array.from({ length: 70_001 }, (_, index) => index % 256);
  assert.equal(await base64Of(new Blob([octets])), Buffer.from(octets).toString('base64'));
  assert.equal(await base64Of(new Blob([])), '');
});
