import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Report, type TestEvent } from './report.ts';

function told(...events: [kind: 'pass' | 'fail', event: Partial<TestEvent>][]): { report: Report; lines: string[] } {
  const lines: string[] = [];
  const report = new Report('/repo', (line) => lines.push(...line.split('\n')));
  for (const [kind, event] of events) {
    report[kind]({ name: 'a', file: '/repo/x/a.test.ts', line: 3, details: { duration_ms: 1 }, ...event });
  }
  report.allDone();
  report.close(1);
  return { report, lines };
}

test('the last line counts, and stands alone', () => {
  const { lines } = told(['pass', {}], ['pass', { name: 'b' }], ['fail', { name: 'c' }]);
  assert.equal(lines.at(-1), '2 passed, 1 failed');
});

test('a test that did not run is named with its reason and not counted as passed', () => {
  const { lines } = told(
    ['pass', {}],
    ['pass', { name: 'b', skip: 'needs chromium' }],
    ['fail', { name: 'c', todo: true }],
  );
  assert.ok(lines.includes('  b (x/a.test.ts:3): needs chromium'));
  assert.equal(lines.at(-1), '1 passed, 0 failed, 2 skipped');
});

test('a file without tests passes nothing, and one that breaks is a failure', () => {
  const file = { name: '/repo/x/a.test.ts', file: undefined, line: undefined };
  assert.equal(told(['pass', file]).lines.at(-1), '0 passed, 0 failed');
  assert.equal(told(['fail', file]).lines.at(-1), '0 passed, 1 failed');
});

test('a group fails by its hooks, not once more for the tests in it', () => {
  const children = Object.assign(new Error('1 subtest failed'), { failureType: 'subtestsFailed' });
  const hook = Object.assign(new Error('in before'), { failureType: 'hookFailed' });
  assert.equal(told(['fail', { details: { duration_ms: 1, type: 'suite', error: children } }]).report.failed, 0);
  assert.equal(told(['fail', { details: { duration_ms: 1, type: 'suite', error: hook } }]).report.failed, 1);
});
