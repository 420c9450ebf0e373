import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linePath } from './line-path.ts';

test('a line goes from edge to edge, the greatest value at the top', () => {
  assert.equal(linePath([0, 5, 10], 10, 100, 50), 'M0 50L50 25L100 0');
});

test('one value is a point, none is nothing', () => {
  assert.equal(linePath([3], 6, 100, 50), 'M0 25');
  assert.equal(linePath([], 1, 100, 50), '');
});
