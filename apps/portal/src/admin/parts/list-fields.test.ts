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

test('a day of a filter begins where the person is, as the times of the list are told', () => {
  const day = { key: 'from', options: 'date' } as const;
  assert.deepEqual(listFields({ from: '2026-05-03' }, [day]), { from: new Date(2026, 4, 3).toISOString() });
  assert.deepEqual(listFields({ from: '3 May' }, [day]), { from: '3 May' });
});
