import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listFields } from './list-fields.ts';

test('a list is asked for what the address says, and for nothing that it does not know', () => {
  const address = { q: 'ada', state: 'active', after: 'x', sort: '-name', utm: 'mail', origin: '' };
  assert.deepEqual(listFields(address, [{ key: 'state' }, { key: 'origin' }]), {
    q: 'ada',
    sort: '-name',
    after: 'x',
    state: 'active',
  });
});
