import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeTicket } from './ticket.ts';

const historyOf = () => {
  const addresses: string[] = [];
  return {
    addresses,
    replaceState: (_data: unknown, _unused: string, url?: string | URL | null) => void addresses.push(String(url)),
  };
};

test('the ticket is taken and the address is clean afterwards', () => {
  const history = historyOf();
  assert.equal(
    takeTicket({ pathname: '/signed-in', hash: '#ticket=abcdefghijklmnopqrstuvwxyz' }, history),
    'abcdefghijklmnopqrstuvwxyz',
  );
  assert.deepEqual(history.addresses, ['/signed-in']);
});

test('an address without a ticket gives none, and other pages are left alone', () => {
  const history = historyOf();
  assert.equal(takeTicket({ pathname: '/signed-in', hash: '' }, history), null);
  assert.equal(takeTicket({ pathname: '/', hash: '#ticket=abcdefghijklmnopqrstuvwxyz' }, history), null);
  assert.deepEqual(history.addresses, ['/signed-in']);
});
